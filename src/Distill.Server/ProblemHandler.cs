using Distill.Artifacts;
using Distill.Reports;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Distill.Server;

/// <summary>Turns what a request failed with into a problem that says what happened.</summary>
internal sealed class ProblemHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        var (status, detail) = exception switch
        {
            StoreException => (StatusCodes.Status503ServiceUnavailable, exception.Message),
            ReportProblemException => (StatusCodes.Status500InternalServerError, exception.Message),

            // Anything else is a defect of this program, whose words are not for strangers.
            _ => (StatusCodes.Status500InternalServerError, "The server failed at this request through a fault of its own."),
        };
        context.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = status, Detail = detail } });
    }
}

using Distill.Artifacts;
using Distill.Data;
using Distill.Networks;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Reports;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Distill.Server;

/// <summary>Turns what a request failed with into a problem that says what happened.</summary>
internal sealed class ProblemHandler(IProblemDetailsService problems) : IExceptionHandler
{
    /// <summary>Adds the sentence to what the framework refuses by itself.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        if (context.HttpContext.Response.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            context.ProblemDetails.Detail = "The request is too large: a job file has at most 1 MB.";
        }
    }

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        var (status, detail) = exception switch
        {
            StoreException or BrokerAddressException => (StatusCodes.Status503ServiceUnavailable, exception.Message),
            JobControlException => (StatusCodes.Status409Conflict, exception.Message),
            DataProblemException or NetworkProblemException => (StatusCodes.Status422UnprocessableEntity, exception.Message),
            BadHttpRequestException bad => (bad.StatusCode, "The request cannot be read: send JSON of the shape that /openapi/v1.json describes."),
            ReportProblemException => (StatusCodes.Status500InternalServerError, exception.Message),

            // Anything else is a defect of this program, whose words are not for strangers.
            _ => (StatusCodes.Status500InternalServerError, "The server failed at this request through a fault of its own."),
        };
        context.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = status, Detail = detail } });
    }
}

using Distill.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server;

/// <summary>The jobs of the store, as JSON and as pages.</summary>
internal static class JobEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, JobCatalog jobs)
    {
        routes.MapGet("/api/v1/jobs", async (CancellationToken ct) =>
            Results.Ok(new { Jobs = (await jobs.NamesAsync(ct)).Select(name => new { Name = name, Self = $"/api/v1/jobs/{name}" }) }));

        routes.MapGet("/api/v1/jobs/{name}", async (string name, CancellationToken ct) =>
            await jobs.StateAsync(name, ct) is { } state
                ? Results.Ok(new { Name = name, State = state, Report = await jobs.ReportAsync(name, ct) is null ? null : $"/jobs/{name}/report" })
                : Absent($"There is no job named \"{name}\" in this store; /api/v1/jobs lists those that are."));

        routes.MapGet("/jobs/{name}/report", async (string name, HttpResponse response, CancellationToken ct) =>
        {
            if (await jobs.ReportAsync(name, ct) is not { } report)
            {
                return Absent($"There is no report of a job named \"{name}\" in this store; a job has one when it has finished.");
            }

            // The page brings its own style and nothing else, and may load nothing else.
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
            response.Headers.XContentTypeOptions = "nosniff";
            return Results.Content(ReportPage.Render(report), "text/html; charset=utf-8");
        });
    }

    private static IResult Absent(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status404NotFound);
}

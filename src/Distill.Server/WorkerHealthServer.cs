using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Server;

/// <summary>
/// What a supervisor and a collector of figures may ask a worker, on every address of its machine: <c>/health/live</c>, <c>/health/ready</c>,
/// <c>/version</c> and <c>/metrics</c>. It tells nothing about jobs, so it needs no authentication.
/// </summary>
public static class WorkerHealthServer
{
    /// <summary>Builds the server; the caller starts and stops it.</summary>
    /// <param name="worker">What is asked about.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    public static WebApplication Build(WorkerHealth worker, int port)
    {
        ArgumentNullException.ThrowIfNull(worker);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(WorkerHealthServer).Assembly.GetName().Name });
        // Without a choice of addresses, only this machine's: port 0 is what tests ask for.
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(port == 0 ? IPAddress.Loopback : IPAddress.Any, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddProblemDetails();
        var app = builder.Build();
        app.UseStatusCodePages();
        app.UseRouting();
        app.MapGet("/health/live", () => Answer("live", worker.Hopelessness));
        app.MapGet("/health/ready", () => Answer("ready", worker.Obstacle));
        app.MapGet("/version", () => Results.Ok(new { version = HealthEndpoints.Version }));
        app.MapGet("/metrics", () => Results.Text(Metrics(worker), FigureText.Type));
        return app;
    }

    private static IResult Answer(string status, string? obstacle) => obstacle is null
        ? Results.Ok(new { status })
        : Results.Problem(obstacle, statusCode: StatusCodes.Status503ServiceUnavailable);

    private static string Metrics(WorkerHealth worker) => new FigureText()
        .Gauge("distill_worker_info", "The worker's name, role and version.", (FigureText.Labels(("id", worker.Id), ("role", worker.Role), ("version", HealthEndpoints.Version)), 1))
        .Gauge("distill_worker_ready", "Whether the worker can take work.", worker.Obstacle is null ? 1 : 0)
        .ToString();
}

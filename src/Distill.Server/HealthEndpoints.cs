using System.Reflection;
using Distill.Jobs;
using Distill.Server.Access;
using Distill.Server.Api;
using Distill.Server.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server;

/// <summary>What a supervisor asks: does the process answer, can it do its work, which version is it.</summary>
internal static class HealthEndpoints
{
    public static readonly string Version =
        typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static void Map(IEndpointRouteBuilder routes, ServerParts parts)
    {
        routes.MapGet("/health/live", () => Results.Ok(new { Status = "live" })).WithName("live").WithSummary("Whether the process answers.");
        routes.MapGet("/health/ready", (CancellationToken ct) => ReadyAsync(parts, ct)).WithName("ready").WithSummary("Whether the store and the broker can be reached.");
        routes.MapGet("/metrics", (CancellationToken ct) => MetricsAsync(parts, ct)).Needs(Right.Read).WithName("metrics").WithSummary("Figures of the server and its jobs, for Prometheus.").Produces<string>(contentType: "text/plain");
        routes.MapGet("/version", () => Results.Ok(new { Version })).WithName("version").WithSummary("The program's version.");
    }

    public static void MapIdentity(IEndpointRouteBuilder api, ServerParts parts) =>
        api.MapGet("/whoami", (HttpContext context) => context.Features.Get<Caller>() is { } caller ? Answers.Json(new Identity(caller.Name, caller.Right, !parts.IsOpen, Version)) : Results.Unauthorized())
            .Needs(Right.Read).Answers<Identity>("whoAmI", "Who the token says you are, and what you may do.");

    private static async Task<IResult> MetricsAsync(ServerParts parts, CancellationToken ct)
    {
        var states = (await parts.Catalog.ListAsync(ct)).CountBy(job => job.State).ToDictionary();
        var jobs = Enum.GetValues<JobState>().Select(state => (FigureText.Labels(("state", state.ToString().ToLowerInvariant())), (double)states.GetValueOrDefault(state))).ToArray();
        return Results.Text(
            new FigureText()
                .Gauge("distill_server_info", "The server's version.", (FigureText.Labels(("version", Version)), 1))
                .Gauge("distill_server_jobs", "Jobs of the store by their state.", jobs)
                .Gauge("distill_server_workers", "Workers that are there.", (await parts.Workers.ListAsync(ct)).Count)
                .Gauge("distill_server_listeners", "Event streams that are open.", parts.All.Listeners + parts.Feeds.Listeners)
                .ToString(),
            FigureText.Type);
    }

    private static async Task<IResult> ReadyAsync(ServerParts parts, CancellationToken ct)
    {
        // Whether anything lies there does not matter: a store that cannot be read throws, and so does a broker that cannot be reached.
        await parts.Settings.Store.ReadAsync("health", ct);
        if (parts.Settings.Broker is { } broker)
        {
            await broker.GreetAsync(ct);
        }

        return Results.Ok(new { Status = "ready" });
    }
}

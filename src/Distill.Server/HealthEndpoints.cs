using System.Reflection;
using Distill.Artifacts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server;

/// <summary>What a supervisor asks: does the process answer, can it do its work, which version is it.</summary>
internal static class HealthEndpoints
{
    private static readonly string s_version =
        typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static void Map(IEndpointRouteBuilder routes, IArtifactStore store)
    {
        routes.MapGet("/health/live", () => Results.Ok(new { Status = "live" }));
        routes.MapGet("/health/ready", async (CancellationToken ct) =>
        {
            // Whether anything lies there does not matter: a store that cannot be read throws.
            await store.ReadAsync("health", ct);
            return Results.Ok(new { Status = "ready" });
        });
        routes.MapGet("/version", () => Results.Ok(new { Version = s_version }));
    }
}

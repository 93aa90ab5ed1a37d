using System.Net;
using Distill.Server.Access;
using Distill.Server.Api;
using Distill.Server.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Server;

/// <summary>The API and the dashboard over a store: everything that a person or a program may ask of jobs, and do to them.</summary>
/// <remarks>
/// An address of this machine needs no token: then it answers to no other host name, so that a page elsewhere cannot reach it by pointing its
/// own name here, and to no page of another site. Any other address is listened on only once there are tokens. Every error is an
/// <c>application/problem+json</c> whose <c>detail</c> is one sentence for the user.
/// </remarks>
public static class DistillServer
{
    /// <summary>The address unless the user names another.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Builds the server; the caller starts and stops it.</summary>
    /// <param name="settings">What is shown, and to whom.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="ArgumentException">An address cannot be listened on, or not without a token.</exception>
    public static async Task<WebApplication> BuildAsync(ServerSettings settings, CancellationToken ct)
    {
        var addresses = settings.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (addresses.Length == 0)
        {
            throw new ArgumentException($"The server has no address to listen on: name one such as {DefaultUrl}.");
        }

        var isLocal = addresses.All(IsLoopback);
        var parts = new ServerParts(settings, isOpen: isLocal && !settings.RequireToken);
        if (!parts.IsOpen && (await parts.Tokens.ListAsync(ct)).Count == 0)
        {
            throw new ArgumentException(
                $"The server cannot listen on \"{settings.Urls}\" without a token, for others could reach it: make one first with `distill token create NAME --right admin`, or name an address of this machine such as {DefaultUrl}.");
        }

        // An empty builder takes nothing from the caller's environment and logs nowhere by itself.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(DistillServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.MaximumBody;
        });
        builder.Services.AddRouting();
        builder.Services.AddHostFiltering(options => Filter(options, isLocal));
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemHandler.Complete);
        builder.Services.AddExceptionHandler<ProblemHandler>();
        builder.Services.AddRateLimiter(RequestLimits.Configure);
        builder.Services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        builder.Services.ConfigureHttpJsonOptions(options => Answers.Configure(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(_ => parts);

        var app = builder.Build();
        foreach (var address in addresses)
        {
            app.Urls.Add(address);
        }

        Map(app, parts);
        app.Lifetime.ApplicationStarted.Register(parts.All.Start);
        return app;
    }

    private static void Map(WebApplication app, ServerParts parts)
    {
        app.Use(SecurityHeaders.AddAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseHostFiltering();
        app.UseRouting();
        app.UseMiddleware<Gatekeeper>(parts.Tokens, parts.IsOpen);
        app.UseRateLimiter();
        HealthEndpoints.Map(app, parts);
        app.MapOpenApi("/openapi/{documentName}.json");
        PageRoutes.Map(app, parts);
        var api = app.MapGroup("/api/v1");
        HealthEndpoints.MapIdentity(api, parts);
        JobRoutes.Map(api, parts);
        RecordRoutes.Map(api, parts, app.Lifetime.ApplicationStopping);
        ArtifactRoutes.Map(api, parts);
        LaunchRoutes.Map(api, parts);
        WorkRoutes.Map(api, parts);
        LabelRoutes.Map(api, parts);
        StoreRoutes.Map(api, parts);
        InputRoutes.Map(api, parts);
    }

    private static void Filter(HostFilteringOptions options, bool isLocal)
    {
        options.AllowedHosts = isLocal ? ["localhost", "127.0.0.1", "[::1]"] : ["*"];
        options.IncludeFailureMessage = false;
    }

    private static bool IsLoopback(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            // Kestrel's way of writing "every address of this machine".
            return address.StartsWith("http://*", StringComparison.Ordinal) || address.StartsWith("http://+", StringComparison.Ordinal)
                ? false
                : throw new ArgumentException($"The server cannot listen on \"{address}\": name an HTTP address such as {DefaultUrl}.");
        }

        return uri.Scheme != Uri.UriSchemeHttp
            ? throw new ArgumentException($"The server cannot listen on \"{address}\": it speaks HTTP, and a proxy before it may speak HTTPS; name an address such as {DefaultUrl}.")
            : uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}

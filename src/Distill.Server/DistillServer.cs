using System.Net;
using System.Text.Json;
using Distill.Artifacts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Server;

/// <summary>A read-only view of a store over HTTP, for this machine alone: health, jobs and their reports.</summary>
/// <remarks>
/// There is no authentication, so it listens on loopback addresses only and answers to no other host name: a page
/// elsewhere cannot reach it by pointing its own name here. Every error is an <c>application/problem+json</c> whose
/// <c>detail</c> is one sentence for the user.
/// </remarks>
public static class DistillServer
{
    /// <summary>The address unless the user names another.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Builds the server; the caller starts and stops it.</summary>
    /// <param name="store">What is shown.</param>
    /// <param name="urls">Addresses to listen on, separated by semicolons; port 0 takes a free one.</param>
    /// <exception cref="ArgumentException">An address is not an HTTP address of this machine.</exception>
    public static WebApplication Build(IArtifactStore store, string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (addresses.Length == 0)
        {
            throw new ArgumentException($"The server has no address to listen on: name one such as {DefaultUrl}.");
        }

        // An empty builder takes nothing from the caller's environment and logs nowhere by itself.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(DistillServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddHostFiltering(AllowLoopbackNames);
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemHandler>();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);

        var app = builder.Build();
        foreach (var address in addresses)
        {
            app.Urls.Add(Loopback(address));
        }

        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseHostFiltering();
        app.UseRouting();
        HealthEndpoints.Map(app, store);
        JobEndpoints.Map(app, new JobCatalog(store));
        return app;
    }

    private static void AllowLoopbackNames(HostFilteringOptions options)
    {
        options.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"];
        options.IncludeFailureMessage = false;
    }

    private static string Loopback(string address)
    {
        var isHttp = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp;
        var isLoopback = isHttp && (uri!.Host == "localhost" || (IPAddress.TryParse(uri.Host, out var ip) && IPAddress.IsLoopback(ip)));
        return isLoopback ? address : throw new ArgumentException($"The server cannot listen on \"{address}\": it has no authentication, so give it an address of this machine such as {DefaultUrl}.");
    }
}

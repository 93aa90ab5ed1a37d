using System.Reflection;
using Distill.Reports;
using Distill.Server.Access;
using Distill.Server.Api;
using Distill.Server.Feeds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server.Pages;

/// <summary>The dashboard: one page that is filled from the API, its modules and styles, and the report. All of it is in the program.</summary>
internal static class PageRoutes
{
    private const string Prefix = "Distill.Server.web.";

    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private static readonly Dictionary<string, IResult> s_assets = Load();

    // Each page's address and, with .json behind it, the route of the API that says the same.
    private static readonly (string Page, string Api)[] s_pages =
    [
        ("/jobs", "/api/v1/jobs"), ("/compare", "/api/v1/compare"), ("/workers", "/api/v1/workers"), ("/queues", "/api/v1/queues"), ("/labels", "/api/v1/labels"), ("/launch", "/api/v1/examples"),
    ];

    public static void Map(WebApplication app, ServerParts parts)
    {
        var shell = s_assets["index.html"];
        app.MapGet("/", () => Results.Redirect("/jobs")).ExcludeFromDescription();
        app.MapGet("/favicon.ico", () => Results.Redirect("/assets/icon.svg")).ExcludeFromDescription();
        app.MapGet("/assets/{name}", (string name) => s_assets.TryGetValue(name, out var asset) && name != "index.html" ? asset : Results.NotFound()).ExcludeFromDescription();
        foreach (var (page, api) in s_pages)
        {
            app.MapGet(page, () => shell).ExcludeFromDescription();
            app.MapGet($"{page}.json", (HttpRequest request) => Results.Redirect(api + request.QueryString)).ExcludeFromDescription();
        }

        app.MapGet("/jobs/{name}", () => shell).ExcludeFromDescription();
        app.MapGet("/jobs/{name}.json", (string name) => Results.Redirect($"/api/v1/jobs/{Uri.EscapeDataString(name)}")).ExcludeFromDescription();
        app.MapGet("/jobs/{name}/report", (string name, HttpResponse response, CancellationToken ct) => ReportAsync(parts.Catalog, name, response, ct)).Needs(Right.Read).ExcludeFromDescription();
    }

    private static async Task<IResult> ReportAsync(JobCatalog jobs, string name, HttpResponse response, CancellationToken ct)
    {
        if (Distill.Jobs.JobNames.Problem(name) is not null || await jobs.ReportAsync(name, ct) is not { } report)
        {
            return Answers.Absent($"There is no report of a job named \"{name}\" in this store; a job has one when it has finished.");
        }

        // The page brings its own style and nothing else, and may load nothing else.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return Results.Content(ReportPage.Render(report), "text/html; charset=utf-8");
    }

    private static Dictionary<string, IResult> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(
            name => name[Prefix.Length..],
            name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                return Answers.File(content, s_types[Path.GetExtension(name)]);
            },
            StringComparer.Ordinal);
    }
}

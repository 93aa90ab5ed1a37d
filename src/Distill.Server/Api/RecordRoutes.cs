using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Server.Access;
using Distill.Server.Documents;
using Distill.Server.Feeds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server.Api;

/// <summary>What a job leaves behind while it goes: events, curves, log.</summary>
internal static class RecordRoutes
{
    private const int MostNotes = 5000;

    public static void Map(IEndpointRouteBuilder api, ServerParts parts, CancellationToken ending)
    {
        api.MapGet("/events", (HttpRequest request) => new EventStream(parts.All.Subscribe(EventStream.LastIdOf(request)), parts.Settings.Time, ending))
            .Needs(Right.Read).Streams("streamJobs", "Server-sent events: `job` with a job of the list that has changed, `gone` with one that was deleted, `alert`. With Last-Event-ID nothing is missed; `reset` says that too much was.");
        api.MapGet("/jobs/{name}/events", (string name, long? points, HttpRequest request, CancellationToken ct) => StreamAsync(parts, name, points ?? 0, request, ending, ct))
            .Needs(Right.Read).Streams("streamJob", "Server-sent events of a job: `note` with something that happened, `progress`, `points` with steps after the number `points`, `gone`. With Last-Event-ID no note is missed; one may come twice, with the same id.");
        api.MapGet("/jobs/{name}/metrics", (string name, CancellationToken ct) => MetricsAsync(parts, name, ct))
            .Needs(Right.Read).Answers<MetricsDocument>("getMetrics", "The learning curves of a job.");
        api.MapGet("/jobs/{name}/logs", (string name, int? limit, string? after, CancellationToken ct) => LogsAsync(parts, name, limit, after, ct))
            .Needs(Right.Read).Answers<JobLog>("getLog", "What happened to a job, the oldest first; `after` is the id of the last one that you have.");
    }

    private static RouteHandlerBuilder Streams(this RouteHandlerBuilder route, string name, string summary) =>
        route.WithName(name).WithSummary(summary).Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> StreamAsync(ServerParts parts, string name, long points, HttpRequest request, CancellationToken ending, CancellationToken ct)
    {
        if (await parts.Catalog.FindAsync(name, ct) is null)
        {
            return await JobRoutes.AbsentAsync(parts, name, ct);
        }

        var hold = parts.Feeds.Take(name);
        request.HttpContext.Response.RegisterForDispose(hold);
        return new EventStream(hold.Feed.Subscribe(EventStream.LastIdOf(request), points), parts.Settings.Time, ending);
    }

    private static async Task<IResult> MetricsAsync(ServerParts parts, string name, CancellationToken ct)
    {
        if (await parts.Catalog.FindAsync(name, ct) is not { } job)
        {
            return await JobRoutes.AbsentAsync(parts, name, ct);
        }

        var spec = await parts.Jobs.SpecAsync(name, ct);
        var teacher = spec.Teacher?.Training is { } training ? [(Run: Run.Teacher(spec), Plan: training)] : Array.Empty<(Run Run, TrainingSpec Plan)>();
        var runs = new List<RunCurve>();
        foreach (var (run, plan) in teacher.Concat(Run.Of(spec).Select(run => (Run: run, Plan: spec.TrainingOf(run.StudentOf(spec))))))
        {
            var head = await parts.Jobs.HeadAsync(name, run.Name, ct);
            runs.Add(RunCurve.Of(run, head?.Value, plan.Epochs, plan.BatchSize));
        }

        return Answers.Json(new MetricsDocument
        {
            Job = name,
            TeacherAccuracy = job.TeacherAccuracy ?? (await parts.Jobs.ReadAsync<TeacherRecord>(JobStore.PathOf(name, "teacher.json"), ct))?.Value.Evaluation.Top1,
            Runs = runs,
            Live = parts.Settings.Host?.Points.Of(name) ?? [],
        });
    }

    private static async Task<IResult> LogsAsync(ServerParts parts, string name, int? limit, string? after, CancellationToken ct)
    {
        if (await parts.Catalog.FindAsync(name, ct) is null)
        {
            return await JobRoutes.AbsentAsync(parts, name, ct);
        }

        var notes = new List<JobNote>();
        await foreach (var (id, happened) in parts.Events.ListNamedAsync(name, new HashSet<string>(StringComparer.Ordinal), ct))
        {
            if (after is null || string.CompareOrdinal(id, after) > 0)
            {
                notes.Add(JobNote.Of(id, happened));
            }
        }

        var most = Math.Clamp(limit ?? MostNotes, 1, MostNotes);
        return Answers.Json(new JobLog(1, name, [.. notes.Take(most)], notes.Count > most ? notes[most - 1].Id : null));
    }
}

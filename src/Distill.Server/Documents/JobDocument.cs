using System.Text;
using System.Text.Json;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Reports;

namespace Distill.Server.Documents;

/// <summary>All about one job that is not a curve, an event or a file.</summary>
internal sealed record JobDocument
{
    public int Version { get; init; } = 1;

    public required JobSummary Job { get; init; }

    /// <summary>The stages; null of a job that was removed while it was looked at.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>The job file as it was given.</summary>
    public string? Given { get; init; }

    /// <summary>The job with every setting, as it is run.</summary>
    public string? Resolved { get; init; }

    /// <summary>What came of it; null while it is not finished.</summary>
    public JsonElement? Report { get; init; }

    public static async Task<JobDocument> OfAsync(ServerParts parts, JobSummary job, CancellationToken ct)
    {
        var report = await parts.Catalog.ReportAsync(job.Name, ct);
        return new JobDocument
        {
            Job = job,
            Progress = parts.Feeds.Find(job.Name)?.Latest ?? await OnceAsync(parts, job.Name, ct),
            Given = await TextAsync(parts, job.Name, "job.yaml", ct),
            Resolved = await TextAsync(parts, job.Name, "job.resolved.yaml", ct),
            Report = report is null ? null : JsonElement.Parse(ReportJson.Write(report)),
        };
    }

    // A job that nobody follows is looked at once.
    private static async Task<JobProgress?> OnceAsync(ServerParts parts, string name, CancellationToken ct)
    {
        await foreach (var progress in new Pipeline.Progress.JobWatch(parts.Jobs, parts.Settings.Time).FollowAsync(name, ct))
        {
            return progress;
        }

        return null;
    }

    private static async Task<string?> TextAsync(ServerParts parts, string name, string file, CancellationToken ct) =>
        await parts.Jobs.Store.ReadAsync(JobStore.PathOf(name, file), ct) is { } stored ? Encoding.UTF8.GetString(stored.Content.Span) : null;
}

using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Lets only so many jobs be worked on at a time, so that of a thousand queued ones the first ends soon instead of all of them late. The
/// list is one small record in the store, moved by replace-if-match; jobs that have ended fall out of it when somebody next looks.
/// </summary>
internal sealed class Admission(JobStore jobs, JobErrands errands, WorkerIdentity worker)
{
    /// <summary>Shared jobs that are worked on at a time; they take turns segment by segment.</summary>
    public const int Most = 8;

    private const string Path = "active.json";

    /// <summary>Takes a job in, unless there are enough already; it then waits for <see cref="NextAsync"/>.</summary>
    public async Task<bool> TryEnterAsync(JobRecord record, CancellationToken ct)
    {
        if (worker.IsAlone)
        {
            return true;
        }
        while (true)
        {
            var (active, etag) = await ReadAsync(ct);
            if (active.Jobs.Contains(record.Name))
            {
                return true;
            }
            var (working, waiting) = await SurveyAsync(active, ct);
            if (working.Count >= Most || (Most - working.Count <= waiting.TakeWhile(name => name != record.Name).Count() && waiting.Contains(record.Name)))
            {
                return false;
            }
            if (await jobs.SwapAsync(Path, new ActiveJobs([.. working, record.Name]), etag, ct))
            {
                return true;
            }
        }
    }

    /// <summary>Sends for the jobs that may begin now that another has ended.</summary>
    public async Task NextAsync(CancellationToken ct)
    {
        if (worker.IsAlone)
        {
            return;
        }
        var (active, _) = await ReadAsync(ct);
        var (working, waiting) = await SurveyAsync(active, ct);
        foreach (var name in waiting.Take(Most - working.Count))
        {
            if (await jobs.FindAsync(name, ct) is { State: JobState.Queued } next)
            {
                await errands.SendAsync(next, new PrepareJob(name), ct);
            }
        }
    }

    // Who of the list still works, and who waits, the most urgent and then the oldest first.
    private async Task<(List<string> Working, List<string> Waiting)> SurveyAsync(ActiveJobs active, CancellationToken ct)
    {
        var working = new List<string>();
        var waiting = new List<JobRecord>();
        await foreach (var record in jobs.ListAsync(ct))
        {
            if (record is { IsFinal: false, IsShared: true })
            {
                if (active.Jobs.Contains(record.Name))
                {
                    working.Add(record.Name);
                }
                else
                {
                    waiting.Add(record);
                }
            }
        }
        return (working, [.. waiting.OrderBy(record => record.Priority).ThenBy(record => record.Created).Select(record => record.Name)]);
    }

    private async Task<(ActiveJobs Active, string? ETag)> ReadAsync(CancellationToken ct) =>
        await jobs.ReadAsync<ActiveJobs>(Path, ct) is { } found ? found : (new ActiveJobs([]), null);

    private sealed record ActiveJobs(IReadOnlyList<string> Jobs);
}

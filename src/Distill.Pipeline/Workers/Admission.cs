using Distill.Jobs;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Lets only so many jobs be worked on at a time, so that of a thousand queued ones the first ends soon instead of all of them late. The
/// list is one small record in the store, moved by replace-if-match; jobs that have ended fall out of it when somebody next looks.
/// </summary>
/// <param name="jobs">The jobs.</param>
/// <param name="isAlone">Whether the bus ends at this process; everything is then let in.</param>
/// <param name="send">Sends for the preparation of a job.</param>
internal sealed class Admission(JobStore jobs, bool isAlone, Func<JobRecord, CancellationToken, Task> send)
{
    /// <summary>Shared jobs that are worked on at a time; they take turns segment by segment.</summary>
    public const int Most = 8;

    private const string Path = "active.json";

    /// <summary>Takes a job in, unless there are enough already; it then waits for <see cref="NextAsync"/>.</summary>
    public async Task<bool> TryEnterAsync(JobRecord record, CancellationToken ct)
    {
        if (isAlone)
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
            var working = await WorkingAsync(active, ct);
            if (working.Count >= Most || !(await WaitingAsync(working, ct)).Take(Most - working.Count).Any(next => next.Name == record.Name))
            {
                return false;
            }
            if (await jobs.SwapAsync(Path, new ActiveJobs([.. working.Select(other => other.Name), record.Name]), etag, ct))
            {
                return true;
            }
        }
    }

    /// <summary>Sends for the jobs that may begin now that another has ended.</summary>
    public async Task NextAsync(CancellationToken ct)
    {
        if (isAlone)
        {
            return;
        }
        var (active, _) = await ReadAsync(ct);
        var working = await WorkingAsync(active, ct);
        var waiting = working.Count < Most ? (await WaitingAsync(working, ct)).Take(Most - working.Count) : [];

        // A job of the list that is queued was resumed since it was let in, or its message was lost on the way.
        foreach (var next in working.Concat(waiting).Where(record => record.State == JobState.Queued))
        {
            await send(next, ct);
        }
    }

    // Who of the list still works: a handful of reads, so that refusing the thousandth job is no work.
    private async Task<List<JobRecord>> WorkingAsync(ActiveJobs active, CancellationToken ct)
    {
        var records = await Task.WhenAll(active.Jobs.Select(name => jobs.FindAsync(name, ct)));
        return [.. records.OfType<JobRecord>().Where(record => !record.IsFinal)];
    }

    // Who waits, the most urgent and then the oldest first.
    private async Task<IEnumerable<JobRecord>> WaitingAsync(List<JobRecord> working, CancellationToken ct)
    {
        var waiting = new List<JobRecord>();
        await foreach (var record in jobs.ListAsync(ct))
        {
            if (record is { IsFinal: false, IsShared: true } && !working.Exists(other => other.Name == record.Name))
            {
                waiting.Add(record);
            }
        }
        return waiting.OrderBy(record => record.Priority).ThenBy(record => record.Created);
    }

    private async Task<(ActiveJobs Active, string? ETag)> ReadAsync(CancellationToken ct) =>
        await jobs.ReadAsync<ActiveJobs>(Path, ct) is { } found ? found : (new ActiveJobs([]), null);

    private sealed record ActiveJobs(IReadOnlyList<string> Jobs);
}

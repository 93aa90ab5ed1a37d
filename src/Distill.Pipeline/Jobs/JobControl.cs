using Distill.Artifacts;
using Distill.Jobs;

namespace Distill.Pipeline.Jobs;

/// <summary>
/// What a person does to a job that is in the store: every change is one replacement of its state by ETag, so that it needs no worker and
/// no bus, and of two people only one is first.
/// </summary>
/// <param name="jobs">The jobs.</param>
/// <param name="events">Where it is noted.</param>
/// <param name="time">The clock.</param>
public sealed class JobControl(JobStore jobs, JobEvents events, TimeProvider time)
{
    /// <summary>Called after a change is stored, for those who have workers to tell of it. Default: nobody is told.</summary>
    public Func<JobRecord, CancellationToken, Task> Changed { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Ends a job that has not ended; one that is cancelled already stays as it is. Nothing that is done is lost.</summary>
    /// <exception cref="JobControlException">The job is finished or has failed.</exception>
    public Task<JobRecord> CancelAsync(string job, CancellationToken ct) => ChangeAsync(job, "cancelled", record => record switch
    {
        { State: JobState.Cancelled } => record,
        { IsFinal: false } => record with { State = JobState.Cancelled, Ended = time.GetUtcNow() },
        _ => throw Refusal(record, "so there is nothing to cancel"),
    }, ct);

    /// <summary>Has a cancelled or failed job go on from its last checkpoints.</summary>
    /// <exception cref="JobControlException">The job is neither.</exception>
    public Task<JobRecord> ResumeAsync(string job, CancellationToken ct) => ChangeAsync(job, "resumed", record => record.State switch
    {
        JobState.Cancelled or JobState.Failed => Queued(record),
        JobState.Finished => throw Refusal(record, "so there is nothing to go on with; running its job file again makes a new job"),
        _ => throw Refusal(record, "so it goes on by itself; distill watch follows it"),
    }, ct);

    /// <summary>Has a job go on whatever it is doing, because somebody ran it again; one that has not ended goes on anyway.</summary>
    internal Task<JobRecord> GoOnAsync(string job, CancellationToken ct) =>
        ChangeAsync(job, "resumed", record => record.IsFinal ? Queued(record) : record, ct);

    /// <summary>Has a failed job go on from its last checkpoints.</summary>
    /// <exception cref="JobControlException">The job has not failed.</exception>
    public Task<JobRecord> RetryAsync(string job, CancellationToken ct) => ChangeAsync(job, "retried", record => record.State switch
    {
        JobState.Failed => Queued(record),
        JobState.Cancelled => throw Refusal(record, "and only what failed is retried; distill resume goes on with it"),
        _ => throw Refusal(record, "and only what failed is retried"),
    }, ct);

    /// <summary>
    /// Removes a job that has ended and everything in its folder. Its labels and its teacher stay: other jobs may use them. A deletion that
    /// was interrupted is finished by another one.
    /// </summary>
    /// <exception cref="JobControlException">The job has not ended.</exception>
    public async Task DeleteAsync(string job, CancellationToken ct)
    {
        var (record, _) = await jobs.UpdateAsync(
            job, record => record.IsFinal ? record with { Deleted = record.Deleted ?? time.GetUtcNow() } : throw Refusal(record, "so it cannot be deleted; cancel it first"), ct);

        // The state goes last but one, so that a job that is half gone is still seen; the resolved file goes last, because it holds the name.
        string[] last = [JobStore.StatePath(job), JobStore.PathOf(job, "job.resolved.yaml")];
        var paths = new List<string>();
        await foreach (var path in jobs.Store.ListAsync(JobStore.PathOf(job, ""), ct))
        {
            if (!last.Contains(path))
            {
                paths.Add(path);
            }
        }
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = IArtifactStore.ReadAtOnce, CancellationToken = ct }, async (path, stop) => await jobs.Store.DeleteAsync(path, stop));
        foreach (var path in last)
        {
            await jobs.Store.DeleteAsync(path, ct);
        }
        await Changed(record, ct);
    }

    private static JobRecord Queued(JobRecord record) => record with { State = JobState.Queued, Failure = null, Ended = null, Alerts = null };

    private static JobControlException Refusal(JobRecord record, string why) => new(record.State switch
    {
        JobState.Failed => $"The job {record.Name} has failed, {why}.",
        JobState.Cancelled => $"The job {record.Name} was cancelled, {why}.",
        _ => $"The job {record.Name} is {record.State.ToString().ToLowerInvariant()}, {why}.",
    });

    private async Task<JobRecord> ChangeAsync(string job, string kind, Func<JobRecord, JobRecord> change, CancellationToken ct)
    {
        var (record, changed) = await jobs.UpdateAsync(job, record => record.Deleted is null ? change(record) : throw new JobControlException(
            $"The job {record.Name} is being deleted; deleting it again ends that."), ct);
        if (changed)
        {
            await events.AppendAsync(job, kind, kind == "cancelled" ? JobEvent.SentenceOf(record) : $"The job was {kind} and waits for a worker; it goes on where it stopped.", ct);
            await Changed(record, ct);
        }
        return record;
    }
}

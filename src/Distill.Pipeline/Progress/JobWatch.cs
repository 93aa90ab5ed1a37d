using System.Runtime.CompilerServices;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Reports;

namespace Distill.Pipeline.Progress;

/// <summary>
/// Follows a job by asking the store about once a second, whoever works on it. Events make what it shows newer, where this process hears
/// any; none of them is needed.
/// </summary>
/// <param name="jobs">The jobs.</param>
/// <param name="time">The clock.</param>
public sealed class JobWatch(JobStore jobs, TimeProvider time)
{
    /// <summary>Time between two questions to the store.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Events that come faster than this are shown together.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(0.25);

    private readonly LabelArchive _archive = new(jobs.Store);

    /// <summary>A job's progress until it ends: a snapshot at once, and then one about every second.</summary>
    /// <exception cref="JobControlException">The job is deleted meanwhile.</exception>
    public async IAsyncEnumerable<JobProgress> FollowAsync(string job, [EnumeratorCancellation] CancellationToken ct)
    {
        var spec = await jobs.SpecAsync(job, ct) with { Name = job };
        var record = await RecordAsync(job, ct);
        var gauge = new JobGauge(spec, record, time, before: (record.Ended ?? time.GetUtcNow()) - record.Created);
        await RefreshAsync(gauge, ct);
        await foreach (var progress in FollowAsync(gauge, ct))
        {
            yield return progress;
        }
    }

    /// <summary>A gauge's progress until the job ends: after every event that it hears, and after every question to the store.</summary>
    internal async IAsyncEnumerable<JobProgress> FollowAsync(JobGauge gauge, [EnumeratorCancellation] CancellationToken ct)
    {
        var asked = time.GetTimestamp();
        while (true)
        {
            var moved = gauge.Moved;
            var progress = gauge.Snapshot();
            if (progress.State.IsFinal())
            {
                // The news of the end may have come before that of the last steps.
                await RefreshAsync(gauge, ct);
                progress = gauge.Snapshot();
            }
            yield return progress;
            if (progress.State.IsFinal())
            {
                yield break;
            }
            await WaitAsync(moved, Poll - time.GetElapsedTime(asked), ct);
            if (time.GetElapsedTime(asked) >= Poll)
            {
                await RefreshAsync(gauge, ct);
                asked = time.GetTimestamp();
            }
        }
    }

    /// <summary>Brings a gauge up to what the store says.</summary>
    internal async Task RefreshAsync(JobGauge gauge, CancellationToken ct)
    {
        gauge.Restore(await RecordAsync(gauge.Job.Name, ct));
        foreach (var some in gauge.Unfinished.Chunk(IArtifactStore.ReadAtOnce))
        {
            var heads = await Task.WhenAll(some.Select(run => jobs.HeadAsync(gauge.Job.Name, run, ct)));
            foreach (var (run, head) in some.Zip(heads))
            {
                if (head is { } known)
                {
                    gauge.Restore(run, known.Value);
                }
            }
        }
        if (gauge.Job.Teacher is not null
            && await jobs.ReadAsync<TeacherRecord>(JobStore.PathOf(gauge.Job.Name, "teacher.json"), ct) is { } teacher
            && await _archive.ProgressAsync(teacher.Value.Fingerprint, gauge.Job.Labels.Views, ct) is { } labels)
        {
            gauge.Restore(teacher.Value, labels.ChunksPerView, labels.CompleteViews);
        }
    }

    // Until something has moved, or it is time to ask again; then a moment more, so that what comes together is shown together.
    private async Task WaitAsync(Task moved, TimeSpan longest, CancellationToken ct)
    {
        if (longest > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(moved, Task.Delay(longest, time, either.Token));
            await either.CancelAsync();
        }
        ct.ThrowIfCancellationRequested();
        if (moved.IsCompleted)
        {
            await Task.Delay(s_rest, time, ct);
        }
    }

    private async Task<JobRecord> RecordAsync(string job, CancellationToken ct) =>
        await jobs.FindAsync(job, ct) ?? throw new JobControlException($"The job {job} is gone from the store: somebody has deleted it.");
}

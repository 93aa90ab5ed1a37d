using Distill.Labels;
using Distill.Learning;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Reports;

namespace Distill.Pipeline.Workers;

/// <summary>Has a student begin anew that has learnt from labels which were withdrawn and are others now.</summary>
internal sealed class RunRestarts(
    JobStore jobs, OpenJobs open, LabelDesk labels, LabelDemands demands, Quarantine quarantine, JobEvents events, JobErrands errands, TimeProvider time)
{
    /// <summary>Starts a run anew; false where nobody's labels are withdrawn, so that something else has changed them.</summary>
    public async Task<bool> RestartAsync(JobRecord record, OpenJob job, Run run, CancellationToken ct)
    {
        if (await WithdrawnAsync(job, ct) is not ({ Count: > 0 } withdrawn, _, _))
        {
            return false;
        }
        if (await jobs.HeadAsync(record.Name, run.Name, ct) is not { } head || await jobs.RestartAsync(record.Name, run.Name, head, ct))
        {
            await events.AppendAsync(
                record.Name, "restarted", $"The run {run.Name} begins anew, because it had learnt from labels that were withdrawn ({string.Join(", ", withdrawn)}).", ct, run.Name);
        }
        await errands.TrainAsync(record, job, run, ct);
        return true;
    }

    /// <summary>
    /// Compares what a finished run has learnt from with the labels that count now. True where it begins anew, or where that cannot be
    /// said yet because labels are missing: the report then waits.
    /// </summary>
    public async Task<bool> IsNeededAsync(JobRecord record, OpenJob job, Run run, Checkpoint checkpoint, CancellationToken ct)
    {
        if (run.Role != ModelRole.Student || await WithdrawnAsync(job, ct) is not ({ Count: > 0 }, var teacher, var set))
        {
            return false;
        }
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(job.Spec.Training.SegmentSeconds), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        await using var source = labels.Open(set, new ConsumedLabels(checkpoint.ConsumedLabels), demands.Of(record, job, set, teacher));
        try
        {
            await source.ProveConsumedAsync(end.Token);
            return false;
        }
        catch (LabelChangedException)
        {
            return await RestartAsync(record, job, run, ct);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            await errands.SendAsync(record, new FinishJob(record.Name), ct);
            return true;
        }
    }

    private async Task<(IReadOnlySet<string> Workers, TeacherRecord Teacher, LabelSet Set)?> WithdrawnAsync(OpenJob job, CancellationToken ct)
    {
        if (await open.TeacherAsync(job, ct) is not var (teacher, _, set))
        {
            return null;
        }
        quarantine.Forget(set.Fingerprint);
        return (await quarantine.DistrustedAsync(set, ct), teacher, set);
    }
}

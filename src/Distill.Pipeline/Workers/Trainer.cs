using Distill.Jobs;
using Distill.Learning;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Reports;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Trains one segment: resumes the run's checkpoint, trains for a bounded time, stores a checkpoint, moves the head, sends for the next
/// segment. Jobs and seeds share a trainer fairly because each only ever holds it for a segment.
/// </summary>
internal sealed class Trainer(
    JobStore jobs, OpenJobs open, RunPlans plans, JobGuard guard, JobErrands errands, TrainerThreads threads, WarmRuns warm,
    ProgressFeed feed, TimeProvider time) : IConsumer<TrainSegment>
{
    public Task Consume(ConsumeContext<TrainSegment> context) =>
        guard.RunAsync(context, (record, ct) => TrainAsync(record, context.Message, context.ReceiveContext.Redelivered, ct));

    private async Task TrainAsync(JobRecord record, TrainSegment segment, bool isRedelivered, CancellationToken ct)
    {
        var job = await open.GetAsync(record, ct);
        var run = Run.Find(job.Spec, segment.Run)
            ?? throw new ArgumentException($"The job {record.Name} has no run \"{segment.Run}\".");
        var head = await jobs.HeadAsync(record.Name, run.Name, ct);
        if ((head?.Value.Segment ?? 0) != segment.Segment)
        {
            // Whoever moved the head has sent for the rest; unless that was an earlier holder of this message, who died in between.
            if (isRedelivered && head is { } moved)
            {
                await GoOnAsync(record, job, run, moved.Value);
            }
            return;
        }
        if (run.Role != ModelRole.Teacher)
        {
            await guard.MoveAsync(record.Name, JobState.Learning);
        }
        if (await OpenAsync(record, job, run, head, ct) is not { } training)
        {
            await jobs.GoBackAsync(record.Name, run.Name, head!.Value, ct);
            await errands.TrainAsync(record, job, run, ct);
            return;
        }
        if (await TrainAsync(record, job, run, training, head, ct) is { } next)
        {
            await GoOnAsync(record, job, run, next);
        }
    }

    // Null where the checkpoint is damaged.
    private async Task<WarmRun?> OpenAsync(JobRecord record, OpenJob job, Run run, (RunHead Value, string ETag)? head, CancellationToken ct)
    {
        var at = head?.Value.Checkpoint ?? "";
        if (await warm.TakeAsync(KeyOf(record, run), at) is { } kept)
        {
            return kept;
        }
        Checkpoint? checkpoint = null;
        if (at.Length > 0)
        {
            try
            {
                checkpoint = await jobs.CheckpointAsync(record.Name, run.Name, at, ct);
            }
            catch (CheckpointDamagedException)
            {
                return null;
            }
        }
        var plan = await plans.OfAsync(record, job, run, checkpoint, ct);
        return await threads.RunAsync(plan.Threads, record.Priority, () => new WarmRun(plan, new Training(plan, checkpoint)), ct);
    }

    // The new head; null where somebody else was faster, and what was done here does not count.
    private async Task<RunHead?> TrainAsync(
        JobRecord record, OpenJob job, Run run, WarmRun training, (RunHead Value, string ETag)? head, CancellationToken ct)
    {
        RunHead? moved = null;
        try
        {
            var plan = training.Plan;
            var (next, evaluation, seconds) = await threads.RunAsync(plan.Threads, record.Priority, () => Train(record, run, training, ct), ct);
            moved = await jobs.AdvanceAsync(record.Name, run.Name, sha256 => new RunHead
            {
                Segment = (head?.Value.Segment ?? 0) + 1,
                Step = next.Step,
                Steps = plan.Steps,
                Checkpoint = sha256,
                Seconds = (head?.Value.Seconds ?? 0) + seconds,
                Curve = next.Curve,
                Final = evaluation,
                LabelsDigest = plan.Labels?.Consumed.Digest ?? "",
            }, next, head, CancellationToken.None);
            return moved;
        }
        finally
        {
            if (moved is { Finished: false })
            {
                await warm.KeepAsync(KeyOf(record, run), moved.Checkpoint, training);
            }
            else
            {
                await training.DisposeAsync();
            }
        }
    }

    private (Checkpoint Next, Evaluation? Final, double Seconds) Train(JobRecord record, Run run, WarmRun warm, CancellationToken ct)
    {
        var (training, spec) = (warm.Training, warm.Plan.Training);
        var started = time.GetTimestamp();
        var first = training.Step;
        // A segment that waits for labels ends in time, too: no message may be held for long.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(spec.SegmentSeconds), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        training.Run(
            () =>
            {
                CrashPoint.Pass("step-trained");
                return training.Step - first >= (spec.SegmentSteps ?? long.MaxValue) || end.IsCancellationRequested;
            },
            feed.Of(record.Name, run.Name, warm.Plan), end.Token);
        var evaluation = training.Finished ? training.Evaluate() : null;
        return (training.Capture(), evaluation, time.GetElapsedTime(started).TotalSeconds);
    }

    // Not given up when the process stops: the head has moved, so the next segment has to be sent for.
    private async Task GoOnAsync(JobRecord record, OpenJob job, Run run, RunHead head)
    {
        if (!head.Finished)
        {
            await errands.TrainAsync(record, job, run, head.Segment, CancellationToken.None);
        }
        else if (run.Role == ModelRole.Teacher)
        {
            await errands.SendAsync(record, new PrepareJob(record.Name), CancellationToken.None);
        }
        else
        {
            await errands.SendAsync(record, new FinishJob(record.Name), CancellationToken.None);
        }
        CrashPoint.Pass("successor-sent");
    }

    private static string KeyOf(JobRecord record, Run run) => $"{record.Name} {record.Content} {record.Created:O} {run.Name}";
}

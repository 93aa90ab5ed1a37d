using System.Globalization;
using Distill.Jobs;
using Distill.Labels;
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
    JobStore jobs, JobEvents events, OpenJobs open, RunPlans plans, JobGuard guard, JobErrands errands, TrainerThreads threads, WarmRuns warm,
    RunRestarts restarts, ProgressFeed feed, TimeProvider time) : IConsumer<TrainSegment>
{
    public Task Consume(ConsumeContext<TrainSegment> context) =>
        guard.RunAsync(context, (record, ct) => TrainAsync(record, context.Message, context.ReceiveContext.Redelivered || context.GetRetryAttempt() > 0, ct));

    private async Task TrainAsync(JobRecord record, TrainSegment segment, bool isAgain, CancellationToken ct)
    {
        var job = await open.GetAsync(record, ct);
        var run = Run.Find(job.Spec, segment.Run)
            ?? throw new BadMessageException($"The job {record.Name} has no run \"{segment.Run}\"; nothing was done, discard the message.");
        var head = await jobs.HeadAsync(record.Name, run.Name, ct);
        if ((head?.Value.Segment ?? 0) != segment.Segment)
        {
            // Whoever moved the head has sent for the rest; unless that was an earlier holder of this message, who died or stumbled in between.
            if (isAgain && head is { } moved)
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
        RunHead? next;
        try
        {
            next = await TrainAsync(record, job, run, training, head, ct);
        }
        catch (LabelChangedException)
        {
            if (!await restarts.RestartAsync(record, job, run, ct))
            {
                throw;
            }
            return;
        }
        if (next is not null)
        {
            await GoOnAsync(record, job, run, next);
        }
        await NoteAsync(record, run, head?.Value, next);
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
        return await threads.RunAsync(plan.Threads, record.Priority, () => new WarmRun(plan, new Training(plan, checkpoint, time)), ct);
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
                Steps = evaluation is null ? plan.Steps : next.Step,
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
            // Of a job that was cancelled, or on a worker that stops, nothing goes on.
            if (moved is { Finished: false } && !ct.IsCancellationRequested)
            {
                await warm.KeepAsync(KeyOf(record, run), moved.Checkpoint, training);
            }
            else
            {
                await training.DisposeAsync();
            }
        }
    }

    private Task NoteAsync(JobRecord record, Run run, RunHead? before, RunHead? after)
    {
        var seconds = (after?.Seconds ?? 0) - (before?.Seconds ?? 0);
        Telemetry.Segment.Record(seconds);
        var data = new Dictionary<string, string> { ["seconds"] = seconds.ToString("0.0", CultureInfo.InvariantCulture) };
        var sentence = after switch
        {
            null => $"A segment of {run.Name} was trained twice, and this time does not count.",
            _ when after.Step == (before?.Step ?? 0) => $"{run.Name} waited for labels at step {after.Step} of {after.Steps}.",
            { Final: { } final } => string.Create(CultureInfo.InvariantCulture, $"{run.Name} is trained: {after.Steps} steps, {100 * final.Top1:0.00} % on the test images."),
            _ => $"{run.Name} trained steps {(before?.Step ?? 0) + 1} to {after.Step} of {after.Steps}.",
        };
        return events.AppendAsync(record.Name, "segment", sentence, CancellationToken.None, run.Name, data);
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

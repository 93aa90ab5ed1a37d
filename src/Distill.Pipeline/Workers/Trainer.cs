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
    JobStore jobs, OpenJobs open, TeacherOffice office, LabelDesk labels,
    JobGuard guard, TrainerThreads threads, ProgressFeed feed, StopSignal stop, TimeProvider time) : IConsumer<TrainSegment>
{
    public Task Consume(ConsumeContext<TrainSegment> context) =>
        guard.RunAsync(context.Message.Job, context, ct => TrainAsync(context.Message, context, ct));

    private async Task TrainAsync(TrainSegment segment, IPublishEndpoint bus, CancellationToken ct)
    {
        var head = await jobs.HeadAsync(segment.Job, segment.Run, ct);
        if ((head?.Value.Step ?? 0) != segment.Step)
        {
            return; // A stale copy: whoever moved the head has sent for the rest.
        }
        var job = await open.GetAsync(segment.Job, ct);
        var run = Run.Find(job.Spec, segment.Run)!;
        if (run.Role != ModelRole.Teacher)
        {
            await guard.MoveAsync(segment.Job, JobState.Learning, bus);
        }
        var checkpoint = head is { } known ? await jobs.CheckpointAsync(segment.Job, run.Name, known.Value.Checkpoint, ct) : null;
        var plan = await PlanAsync(job, run, checkpoint, ct);
        await using var source = plan.Labels;
        var (next, evaluation, seconds) = await threads.RunAsync(plan.Threads, () => Train(job, run, plan, checkpoint, ct), ct);
        var counted = await jobs.AdvanceAsync(segment.Job, run.Name, sha256 => new RunHead
        {
            Step = next.Step,
            Steps = plan.Steps,
            Checkpoint = sha256,
            Seconds = (head?.Value.Seconds ?? 0) + seconds,
            Curve = next.Curve,
            Final = evaluation,
            LabelsDigest = plan.Labels?.Consumed.Digest ?? "",
        }, next, head, CancellationToken.None);
        if (counted && !stop.Token.IsCancellationRequested)
        {
            await GoOnAsync(job, run, plan, next, bus, ct);
        }
    }

    private (Checkpoint Next, Evaluation? Final, double Seconds) Train(OpenJob job, Run run, TrainingPlan plan, Checkpoint? checkpoint, CancellationToken ct)
    {
        using var training = new Training(plan, checkpoint);
        var started = time.GetTimestamp();
        var (first, spec) = (training.Step, plan.Training);
        var progress = feed.Of(job.Spec.Name, run.Name, plan);
        training.Run(
            () => training.Step - first >= (spec.SegmentSteps ?? long.MaxValue)
                || time.GetElapsedTime(started).TotalSeconds >= spec.SegmentSeconds
                || ct.IsCancellationRequested,
            progress, ct);
        var evaluation = training.Finished ? training.Evaluate() : null;
        return (training.Capture(), evaluation, time.GetElapsedTime(started).TotalSeconds);
    }

    private async Task<TrainingPlan> PlanAsync(OpenJob job, Run run, Checkpoint? checkpoint, CancellationToken ct)
    {
        if (run.Role == ModelRole.Teacher)
        {
            return TrainingPlans.Teacher(job);
        }
        if (run.Role == ModelRole.Baseline || await open.TeacherAsync(job, ct) is not { } teacher)
        {
            return TrainingPlans.Alone(job, run);
        }
        var calibration = await office.CalibrationAsync(job, teacher.Model, teacher.Set, ct);
        var (reference, _) = await office.ReferenceAsync(job, teacher.Model, teacher.Set, calibration, ct);
        var consumed = checkpoint is null ? null : new ConsumedLabels(checkpoint.ConsumedLabels);
        return TrainingPlans.Student(job, run, teacher.Model, labels.Open(teacher.Set, consumed), reference);
    }

    private static async Task GoOnAsync(OpenJob job, Run run, TrainingPlan plan, Checkpoint checkpoint, IPublishEndpoint bus, CancellationToken ct)
    {
        if (checkpoint.Step < plan.Steps)
        {
            await bus.Publish(new TrainSegment(job.Spec.Name, run.Name, checkpoint.Step), ct);
        }
        else if (run.Role == ModelRole.Teacher)
        {
            await bus.Publish(new PrepareJob(job.Spec.Name), ct);
        }
        else
        {
            await bus.Publish(new FinishJob(job.Spec.Name), ct);
        }
    }
}

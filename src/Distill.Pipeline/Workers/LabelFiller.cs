using Distill.Jobs;
using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Fills the label store for a job that wants no more than that: reads the labels as a student would, which has them taught and archives
/// each view when it is complete. Bounded in time like a segment.
/// </summary>
internal sealed class LabelFiller(
    OpenJobs open, LabelDesk labels, LabelDemands demands, JobGuard guard, JobErrands errands, TimeProvider time) : IConsumer<FillLabels>
{
    public Task Consume(ConsumeContext<FillLabels> context) => guard.RunAsync(context, (record, ct) => FillAsync(record, context.Message, ct));

    private async Task FillAsync(JobRecord record, FillLabels task, CancellationToken ct)
    {
        var job = await open.GetAsync(record, ct);
        var (teacher, _, set) = await open.TeacherAsync(job, ct)
            ?? throw new LabelException($"The job {record.Name} has no checked teacher yet; resume it.");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(job.Spec.Training.SegmentSeconds), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        await using var source = labels.Open(set, null, demands.Of(record, job, set, teacher));
        try
        {
            await labels.ArchiveAsync(source, job.Spec.Labels.Views, end.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            await errands.SendAsync(record, task with { Segment = task.Segment + 1 }, ct);
            return;
        }
        await guard.MoveAsync(record.Name, JobState.Finished);
    }
}

using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Labels chunks. The task counts as done only when the label log has made the chunk durable.</summary>
internal sealed class TeacherWorker(
    OpenJobs open, TeacherOffice office, TeacherSlots slots, LabelDesk labels, JobGuard guard) : IConsumer<TeachChunk>
{
    public Task Consume(ConsumeContext<TeachChunk> context) =>
        guard.RunAsync(context.Message.Job, context, ct => TeachAsync(context.Message, context, ct));

    private async Task TeachAsync(TeachChunk task, IPublishEndpoint bus, CancellationToken ct)
    {
        var job = await open.GetAsync(task.Job, ct);
        var (_, model, set) = await open.TeacherAsync(job, ct)
            ?? throw new LabelException($"The job {task.Job} has no checked teacher yet; run it again.");
        if (set.Fingerprint != task.Fingerprint)
        {
            throw new LabelException(
                $"The task asks for labels {task.Fingerprint[..12]}, but this machine would make {set.Fingerprint[..12]}; teach on machines of the job's numerics class, or submit it with numerics: any.");
        }
        if (!(await labels.Shared(set).PresentAsync(task.View, ct))[task.Chunk])
        {
            var calibration = await office.CalibrationAsync(job, model, set, ct);
            var chunk = await slots.RunAsync(set, model, job.Views, teacher => teacher.Teach(task.View, task.Chunk, calibration, ct), ct);
            await labels.Log.AppendAsync(set, task.View, task.Chunk, LabelChunkCodec.Encode(set, chunk), ct);
        }
        await bus.Publish(new ChunkTaught(set.Fingerprint, task.View, task.Chunk), ct);
    }
}

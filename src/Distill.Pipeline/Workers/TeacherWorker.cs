using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Labels chunks. The task counts as done only when the label log has made the chunk durable.</summary>
internal sealed class TeacherWorker(
    OpenJobs open, TeacherOffice office, TeacherSlots slots, LabelDesk labels, TaughtChunks taught, CommandSender sender, JobGuard guard) : IConsumer<TeachChunk>
{
    public Task Consume(ConsumeContext<TeachChunk> context) =>
        guard.RunAsync(context, (record, ct) => TeachAsync(record, context.Message, ct));

    private async Task TeachAsync(JobRecord record, TeachChunk task, CancellationToken ct)
    {
        var job = await open.GetAsync(record, ct);
        var (_, model, set) = await open.TeacherAsync(job, ct)
            ?? throw new LabelException($"The job {task.Job} has no checked teacher yet; run it again.");
        if (set.Fingerprint != task.Fingerprint || (set.NumericsClass != "any" && set.NumericsClass != TeacherSlots.Numerics))
        {
            throw new LabelException(
                $"The task asks for labels {task.Fingerprint[..12]} of another numerics class than this machine's; teach on machines of the class that the job began on, or submit it with numerics: any.");
        }
        if (await taught.BeginAsync(set, task.View, task.Chunk, ct) is not { } turn)
        {
            return;
        }
        using (turn)
        {
            CrashPoint.Pass("chunk-begun");
            var calibration = await office.CalibrationAsync(job, model, set, record.Priority, ct);
            var chunk = await slots.RunAsync(set, model, job.Views, record.Priority, teacher => teacher.Teach(task.View, task.Chunk, calibration, ct), ct);
            CrashPoint.Pass("chunk-taught");
            await labels.Log.AppendAsync(set, task.View, task.Chunk, LabelChunkCodec.Encode(set, chunk), ct);
            turn.Complete();
        }
        CrashPoint.Pass("chunk-confirmed");
        await sender.TellAsync(new ChunkTaught(set.Fingerprint, task.View, task.Chunk));
    }
}

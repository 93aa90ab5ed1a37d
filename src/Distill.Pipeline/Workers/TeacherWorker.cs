using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Labels chunks. The task counts as done only when the label log has made the chunk durable.</summary>
internal sealed class TeacherWorker(
    OpenJobs open, IChunkTeacher teacher, LabelDesk labels, TaughtChunks taught, VerificationSample sample, Expulsion expulsion, Quarantine quarantine,
    WorkerIdentity worker, CommandSender sender, JobGuard guard) : IConsumer<TeachChunk>
{
    public Task Consume(ConsumeContext<TeachChunk> context) =>
        guard.RunAsync(context, (record, ct) => TeachAsync(record, context.Message, ct));

    private async Task TeachAsync(JobRecord record, TeachChunk task, CancellationToken ct)
    {
        var job = await open.GetAsync(record, ct);
        var (settled, model, set) = await open.TeacherAsync(job, ct)
            ?? throw new LabelException($"The job {task.Job} has no checked teacher yet; run it again.");
        if (set.Fingerprint != task.Fingerprint)
        {
            return; // Of an earlier job of this name.
        }
        MessageRules.CheckRange(job, set, task.View, task.Chunk);
        if ((await quarantine.DistrustedAsync(set, ct)).Contains(worker.Id) && await expulsion.HeedAsync(set.Fingerprint, ct))
        {
            ct.ThrowIfCancellationRequested();
        }
        if (set.NumericsClass != "any" && set.NumericsClass != TeacherSlots.NumericsOf(set.Precision))
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
            var bytes = await teacher.TeachAsync(new ChunkOrder(record, job, model, set, task.View, task.Chunk), ct);
            CrashPoint.Pass("chunk-taught");
            await labels.Log.AppendAsync(set, task.View, task.Chunk, bytes, ct);
            Telemetry.Taught.Add(set.CountOf(task.Chunk));
            Telemetry.LabelBytes.Add(bytes.Length);
            await sample.SendAsync(record, settled, set, task, bytes, ct);
            turn.Complete();
        }
        CrashPoint.Pass("chunk-confirmed");
        await sender.TellAsync(new ChunkTaught(set.Fingerprint, task.View, task.Chunk));
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;

namespace Distill.Pipeline.Workers;

/// <summary>Has another worker check some of the chunks that this one has published.</summary>
internal sealed class VerificationSample(CommandSender sender, HostSettings settings, WorkerIdentity worker)
{
    /// <summary>Sends a published chunk to be checked, if it is one of the sample and another machine must get the same bits.</summary>
    public Task SendAsync(JobRecord record, TeacherRecord teacher, LabelSet set, TeachChunk task, byte[] published, CancellationToken ct) =>
        worker.IsAlone || set.NumericsClass == "any" || !IsIn(set.Fingerprint, task.View, task.Chunk, settings.VerifyShare)
            ? Task.CompletedTask
            : sender.SendAsync(
                new VerifyChunk(task.Job, task.Fingerprint, task.View, task.Chunk, JobStore.Hash(published), worker.Id, Passes: 0),
                teacher.Route, JobPriority.Normal, record.Protocol, ct);

    /// <summary>Whether a chunk is one of the sample: the same chunks on every machine, evenly spread.</summary>
    public static bool IsIn(string fingerprint, int view, int chunk, double share)
    {
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{fingerprint} {view} {chunk}")));
        return hash < share * Math.Pow(2, 64);
    }
}

using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Checks a published chunk by teaching it again. Of two workers that disagree one is wrong: the one that checks accuses the other only
/// when it gets its own result a second time and still gives the first answers on the test split that the label set began with.
/// </summary>
internal sealed class Verification(
    OpenJobs open, IChunkTeacher teacher, TeacherOffice office, Quarantine quarantine, Expulsion expulsion, JobEvents events,
    CommandSender sender, WorkerRegistry registry, WorkerIdentity worker, TimeProvider time)
{
    /// <summary>So often a message about a worker's own chunk is passed on before it is dropped.</summary>
    public const int MostPasses = 50;

    // It comes back to its sender while the others are busy, so it is held a little longer each time.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Checks a chunk.</summary>
    public async Task CheckAsync(JobRecord record, VerifyChunk task, CancellationToken ct)
    {
        var job = await open.GetAsync(record, ct);
        if (await open.TeacherAsync(job, ct) is not var (settled, model, set) || set.Fingerprint != task.Fingerprint
            || set.NumericsClass != TeacherSlots.NumericsOf(set.Precision) || await quarantine.FindAsync(task.Fingerprint, task.Worker, ct) is not null)
        {
            return; // Nothing that could be compared here, or nothing that is not known already.
        }
        MessageRules.CheckRange(job, set, task.View, task.Chunk);
        if (task.Worker == worker.Id)
        {
            await PassOnAsync(record, task, settled.Route, ct);
            return;
        }
        var order = new ChunkOrder(record, job, model, set, task.View, task.Chunk);
        var expected = JobStore.Hash(await teacher.TeachAsync(order, ct));
        if (expected == task.Sha256)
        {
            return;
        }
        var again = JobStore.Hash(await teacher.TeachAsync(order, ct));
        var calibration = await office.CalibrationAsync(job, model, set, record.Priority, ct);
        var isSound = again == expected && await office.StillAgreesAsync(job, model, set, calibration, record.Priority, ct);
        await QuarantineAsync(task, isSound ? task.Worker : worker.Id, isSound ? (task.Sha256, expected) : (expected, again));
    }

    private async Task PassOnAsync(JobRecord record, VerifyChunk task, string route, CancellationToken ct)
    {
        var others = await registry.ListAsync(ct);
        if (task.Passes < MostPasses && others.Any(other => other.Id != worker.Id && other.Route == worker.Route && !other.Role.Equals(nameof(WorkerRoles.Student), StringComparison.OrdinalIgnoreCase)))
        {
            await Task.Delay(s_pause * (task.Passes + 1), time, ct);
            await sender.SendAsync(task with { Passes = task.Passes + 1 }, route, JobPriority.Normal, record.Protocol, ct);
        }
    }

    // Not given up when the process stops: the record is what everybody else goes by.
    private async Task QuarantineAsync(VerifyChunk task, string culprit, (string Published, string Expected) hashes)
    {
        var record = new QuarantineRecord(1, culprit, task.View, task.Chunk, hashes.Published, hashes.Expected, worker.Id, time.GetUtcNow());
        if (await quarantine.AddAsync(task.Fingerprint, record, CancellationToken.None))
        {
            var why = culprit == worker.Id
                ? $"it got other bits than {task.Worker} for view {task.View}, chunk {task.Chunk}, and could not repeat its own"
                : $"{worker.Id} got other bits for view {task.View}, chunk {task.Chunk}, twice the same, and passed the test of itself";
            await events.AppendAsync(
                task.Job, "quarantined", $"The worker {culprit} teaches these labels no more, because {why}; all that it has taught is withdrawn and taught again.",
                CancellationToken.None, data: new Dictionary<string, string> { ["worker"] = culprit, ["labels"] = task.Fingerprint, ["published"] = hashes.Published, ["expected"] = hashes.Expected });
            await sender.TellAsync(new WorkerQuarantined(task.Fingerprint, culprit));
        }
        if (culprit == worker.Id)
        {
            await expulsion.HeedAsync(task.Fingerprint, CancellationToken.None);
        }
    }
}

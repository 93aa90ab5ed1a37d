using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Workers;

/// <summary>Ends this process once its own labels are withdrawn: a machine that computes wrongly is not to be trusted with the next set either.</summary>
internal sealed class Expulsion(Quarantine quarantine, WorkerIdentity worker, BreakdownSignal breakdown, StopSignal stop)
{
    /// <summary>Looks whether this worker is quarantined for a set; then lets go of everything, and the broker gives it to others.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> HeedAsync(string fingerprint, CancellationToken ct)
    {
        if (await quarantine.FindAsync(fingerprint, worker.Id, ct) is not { } record)
        {
            return false;
        }
        breakdown.Raise(new Breakdown(
            $"The labels {fingerprint[..12]} that {worker.Id} has taught are withdrawn, because {(record.By == worker.Id ? "it could not repeat its own results" : $"{record.By} got other bits")} for view {record.View}, chunk {record.Chunk}; test this machine's memory and processor before it teaches again.",
            IsQuarantined: true));
        stop.Raise();
        return true;
    }
}

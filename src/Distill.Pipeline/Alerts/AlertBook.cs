using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Alerts;

/// <summary>Raises alerts: each kind once for a job, noted in its state and as an event.</summary>
/// <param name="jobs">The jobs.</param>
/// <param name="events">Where it is noted.</param>
public sealed class AlertBook(JobStore jobs, JobEvents events)
{
    /// <summary>The kind of the events that are alerts.</summary>
    public const string EventKind = "alert";

    /// <summary>Raises an alert, unless there was one of this kind since the job was last queued.</summary>
    /// <returns>Whether this is the first.</returns>
    public async Task<bool> RaiseAsync(string job, Alert alert, CancellationToken ct)
    {
        var (_, isFirst) = await jobs.UpdateAsync(
            job, record => record.Alerts?.Contains(alert.Kind) ?? false ? record : record with { Alerts = [.. record.Alerts ?? [], alert.Kind] }, ct);
        if (isFirst)
        {
            await events.AppendAsync(job, EventKind, alert.Sentence, ct, data: new Dictionary<string, string> { [EventKind] = alert.Kind });
        }

        return isFirst;
    }
}

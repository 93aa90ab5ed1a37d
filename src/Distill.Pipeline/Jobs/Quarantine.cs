using System.Collections.Concurrent;
using Distill.Artifacts;
using Distill.Labels;

namespace Distill.Pipeline.Jobs;

/// <summary>The workers that have taught wrong labels, set by set. The store knows them; here they are remembered for a few seconds.</summary>
/// <param name="jobs">The store.</param>
/// <param name="time">The clock.</param>
internal sealed class Quarantine(JobStore jobs, TimeProvider time) : ILabelTrust
{
    /// <summary>After so long the store is asked again, even where no event said that there is news.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<string>> DistrustedAsync(LabelSet set, CancellationToken ct) =>
        _known.TryGetValue(set.Fingerprint, out var known) && known.IsFresh(time) ? new(known.Workers) : new(LookAsync(set.Fingerprint, ct));

    /// <summary>The record of a worker, or null where nothing is held against it.</summary>
    public async Task<QuarantineRecord?> FindAsync(string fingerprint, string worker, CancellationToken ct) =>
        await jobs.ReadAsync<QuarantineRecord>(PathOf(fingerprint, worker), ct) is { } found ? found.Value : null;

    /// <summary>Withdraws a worker's labels; false where somebody else has done so already.</summary>
    public async Task<bool> AddAsync(string fingerprint, QuarantineRecord record, CancellationToken ct)
    {
        var isFirst = await jobs.Store.CreateAsync(PathOf(fingerprint, record.Worker), JobStore.Serialize(record), ct) is not null;
        Forget(fingerprint);
        return isFirst;
    }

    /// <summary>There is news of a set: the next question goes to the store.</summary>
    public void Forget(string fingerprint)
    {
        if (_known.TryGetValue(fingerprint, out var known))
        {
            _known[fingerprint] = known with { At = null };
        }
    }

    private static string Folder(string fingerprint) => $"labels/{fingerprint}/quarantine/";

    private static string PathOf(string fingerprint, string worker) => $"{Folder(fingerprint)}{worker}.json";

    private async Task<IReadOnlySet<string>> LookAsync(string fingerprint, CancellationToken ct)
    {
        var before = _known.GetValueOrDefault(fingerprint);
        try
        {
            var workers = await jobs.Store.ListAsync(Folder(fingerprint), ct).Select(Path.GetFileNameWithoutExtension).OfType<string>().ToHashSetAsync(StringComparer.Ordinal, ct);
            // The same object as long as nobody was added, by which readers see that nothing is new.
            var known = before is not null && before.Workers.SetEquals(workers) ? before.Workers : workers;
            _known[fingerprint] = new Known(known, time.GetTimestamp());
            return known;
        }
        catch (StoreException problem) when (problem.IsTransient && before is not null)
        {
            // What is in the log can be learnt from while the store is away; the report asks again.
            _known[fingerprint] = before with { At = time.GetTimestamp() };
            return before.Workers;
        }
    }

    private sealed record Known(IReadOnlySet<string> Workers, long? At)
    {
        public bool IsFresh(TimeProvider time) => At is { } at && time.GetElapsedTime(at) < Remembered;
    }
}

using System.Collections.Concurrent;
using Distill.Artifacts;
using Distill.Labels;

namespace Distill.Pipeline.Jobs;

/// <summary>The label sets that this process works with: where they are written, archived and read.</summary>
/// <param name="log">The way from teachers to students.</param>
/// <param name="store">Where complete views and calibrations are kept.</param>
/// <param name="time">The clock of waiting readers.</param>
/// <param name="trust">Says whose labels are withdrawn; nobody's when absent.</param>
public sealed class LabelDesk(ILabelLog log, IArtifactStore store, TimeProvider time, ILabelTrust? trust = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, LabelSource> _shared = new(StringComparer.Ordinal);

    /// <summary>The log that teachers append to.</summary>
    public ILabelLog Log => log;

    /// <summary>The archive of complete views.</summary>
    public LabelArchive Archive { get; } = new(store, () => CrashPoint.Pass("view-stored"), trust);

    /// <summary>The calibrations that count.</summary>
    public CalibrationArchive Calibrations { get; } = new(store);

    /// <summary>What is there of a set, for teachers and planners.</summary>
    public LabelSource Shared(LabelSet set) => _shared.GetOrAdd(set.Fingerprint, _ => Open(set, null));

    /// <summary>For each chunk of a view whether it is there. The reader behind this stays until the set is closed.</summary>
    public async Task<bool[]> PresentAsync(LabelSet set, int view, CancellationToken ct)
    {
        try
        {
            return await Shared(set).PresentAsync(view, ct);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // What has ended the reading once would be told for ever; the next question begins anew.
            await CloseAsync(set);
            throw;
        }
    }

    /// <summary>Stops following a set until somebody asks again.</summary>
    public async Task CloseAsync(LabelSet set)
    {
        if (_shared.TryRemove(set.Fingerprint, out var source))
        {
            await source.DisposeAsync();
        }
    }

    /// <summary>Reads what is not archived yet as a student would, until views of a set are all in the archive.</summary>
    public async Task ArchiveAsync(LabelSource source, int views, CancellationToken ct)
    {
        for (var view = 0; view < views; view++)
        {
            for (var chunk = 0; chunk < source.Set.ChunksPerView && await Archive.FindAsync(source.Set, view, ct) is null; chunk++)
            {
                await source.GetAsync(view, chunk, ct);
            }
            await source.ArchivedAsync(view, ct);
        }
    }

    /// <summary>A reader of its own for one student, which remembers what that student has consumed.</summary>
    public LabelSource Open(LabelSet set, ConsumedLabels? consumed, ILabelDemand? demand = null) => new(set, log, Archive, consumed, time, demand);

    /// <summary>Stored bytes per sample and view of a set, from its first archived view; 0 where none is complete.</summary>
    public async Task<double> BytesPerSampleAsync(LabelSet set, CancellationToken ct) =>
        await Archive.FindAsync(set, view: 0, ct) is { } view ? view.Chunks.Sum(c => (double)c.Length) / set.Samples : 0;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in _shared.Values)
        {
            await source.DisposeAsync();
        }
    }
}

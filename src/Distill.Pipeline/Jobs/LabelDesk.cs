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
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Followed> _followed = new(StringComparer.Ordinal);

    /// <summary>The log that teachers append to.</summary>
    public ILabelLog Log => log;

    /// <summary>The archive of complete views.</summary>
    public LabelArchive Archive { get; } = new(store, () => CrashPoint.Pass("view-stored"), trust);

    /// <summary>The calibrations that count.</summary>
    public CalibrationArchive Calibrations { get; } = new(store);

    /// <summary>For each chunk of a view whether it is there. The reader behind this stays until the set is closed.</summary>
    public async Task<bool[]> PresentAsync(LabelSet set, int view, CancellationToken ct)
    {
        var followed = Follow(set);
        try
        {
            return await followed.Source.PresentAsync(view, ct);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // What has ended the reading once would be told for ever; the next question begins anew.
            await CloseAsync(set);
            throw;
        }
        finally
        {
            lock (_gate)
            {
                followed.Questions--;
            }
        }
    }

    /// <summary>Stops following a set until somebody asks again.</summary>
    public Task CloseAsync(LabelSet set) => CloseAsync(fingerprint => fingerprint == set.Fingerprint, evenWhenAsked: true);

    /// <summary>Stops following the sets that nobody asks about just now.</summary>
    public Task CloseUnusedAsync() => CloseAsync(_ => true, evenWhenAsked: false);

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
    public async ValueTask DisposeAsync() => await CloseAsync(_ => true, evenWhenAsked: true);

    private Followed Follow(LabelSet set)
    {
        lock (_gate)
        {
            if (!_followed.TryGetValue(set.Fingerprint, out var followed))
            {
                _followed[set.Fingerprint] = followed = new(Open(set, null));
            }
            followed.Questions++;
            return followed;
        }
    }

    private async Task CloseAsync(Func<string, bool> isMeant, bool evenWhenAsked)
    {
        List<Followed> closed = [];
        lock (_gate)
        {
            foreach (var (fingerprint, followed) in _followed.Where(entry => isMeant(entry.Key) && (evenWhenAsked || entry.Value.Questions == 0)).ToList())
            {
                _followed.Remove(fingerprint);
                closed.Add(followed);
            }
        }
        foreach (var followed in closed)
        {
            await followed.Source.DisposeAsync();
        }
    }

    private sealed class Followed(LabelSource source)
    {
        public LabelSource Source => source;

        public int Questions { get; set; }
    }
}

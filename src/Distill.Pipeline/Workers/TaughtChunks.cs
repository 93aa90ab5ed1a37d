using Distill.Labels;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Keeps this process from teaching a chunk that it need not: one that is there, that it has just taught, or that it is teaching. A task
/// comes twice when a message does, or when a student lost patience.
/// </summary>
internal sealed class TaughtChunks(LabelDesk labels, WorkerIdentity worker, TimeProvider time)
{
    // No longer than it takes a student to complain: whoever asks after that has truly lost the chunk.
    private static readonly TimeSpan s_remembered = LabelSource.Missed;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Fingerprint, int View, int Chunk), long?> _ended = [];

    /// <summary>Begins a chunk; null where there is nothing to do.</summary>
    public async Task<Turn?> BeginAsync(LabelSet set, int view, int chunk, CancellationToken ct)
    {
        // A teacher among others does not follow the log, which would bring it the labels of all others.
        var isThere = worker.IsAlone
            ? (await labels.PresentAsync(set, view, ct))[chunk]
            : await labels.Archive.FindAsync(set, view, ct) is not null;
        var key = (set.Fingerprint, view, chunk);
        lock (_gate)
        {
            foreach (var old in _ended.Where(entry => entry.Value is { } ended && time.GetElapsedTime(ended) > s_remembered).Select(entry => entry.Key).ToList())
            {
                _ended.Remove(old);
            }
            return !isThere && _ended.TryAdd(key, null) ? new Turn(this, key) : null;
        }
    }

    private void End((string Fingerprint, int View, int Chunk) key, bool isComplete)
    {
        lock (_gate)
        {
            if (isComplete)
            {
                _ended[key] = time.GetTimestamp();
            }
            else
            {
                _ended.Remove(key);
            }
        }
    }

    /// <summary>The teaching of one chunk; given up unless it is completed before it is disposed.</summary>
    internal sealed class Turn(TaughtChunks taught, (string Fingerprint, int View, int Chunk) key) : IDisposable
    {
        private bool _isComplete;

        public void Complete() => _isComplete = true;

        public void Dispose() => taught.End(key, _isComplete);
    }
}

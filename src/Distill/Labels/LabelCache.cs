namespace Distill.Labels;

/// <summary>
/// Decoded chunks of the two views used last: the one being learnt from and, at the turn of an epoch, the one before or after it.
/// Thread-safe.
/// </summary>
internal sealed class LabelCache
{
    private const int Views = 2;

    private readonly Lock _gate = new();
    private readonly LinkedList<(int View, Dictionary<int, LabelChunk> Chunks)> _latest = [];

    public LabelChunk? Find(int view, int chunk)
    {
        lock (_gate)
        {
            return Use(view).GetValueOrDefault(chunk);
        }
    }

    public void Add(LabelChunk chunk)
    {
        lock (_gate)
        {
            Use(chunk.View)[chunk.Index] = chunk;
        }
    }

    private Dictionary<int, LabelChunk> Use(int view)
    {
        var used = _latest.FirstOrDefault(entry => entry.View == view);
        used = used.Chunks is null ? (view, []) : used;
        _latest.Remove(used);
        _latest.AddFirst(used);
        if (_latest.Count > Views)
        {
            _latest.RemoveLast();
        }

        return used.Chunks;
    }
}

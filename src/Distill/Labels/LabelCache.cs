namespace Distill.Labels;

/// <summary>
/// Decoded chunks of the two views used last: the one being learnt from and, at the turn of an epoch, the one before or after it.
/// Thread-safe.
/// </summary>
internal sealed class LabelCache
{
    private const int Views = 2;

    private readonly Lock gate = new();
    private readonly LinkedList<(int View, Dictionary<int, LabelChunk> Chunks)> latest = [];

    public LabelChunk? Find(int view, int chunk)
    {
        lock (gate)
        {
            return Use(view).GetValueOrDefault(chunk);
        }
    }

    public void Add(LabelChunk chunk)
    {
        lock (gate)
        {
            Use(chunk.View)[chunk.Index] = chunk;
        }
    }

    private Dictionary<int, LabelChunk> Use(int view)
    {
        var used = latest.FirstOrDefault(entry => entry.View == view);
        used = used.Chunks is null ? (view, []) : used;
        latest.Remove(used);
        latest.AddFirst(used);
        if (latest.Count > Views)
        {
            latest.RemoveLast();
        }

        return used.Chunks;
    }
}

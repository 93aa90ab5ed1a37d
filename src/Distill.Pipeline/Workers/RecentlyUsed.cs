namespace Distill.Pipeline.Workers;

/// <summary>A few values that are costly to make. A value that could not be made is not remembered: the next caller tries again.</summary>
/// <param name="most">Values that are kept.</param>
internal sealed class RecentlyUsed<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly List<(TKey Key, Lazy<Task<TValue>> Value)> _entries = [];

    /// <summary>The value of a key; made once, however many ask at a time.</summary>
    public async Task<TValue> GetAsync(TKey key, Func<Task<TValue>> make)
    {
        var value = Use(key, make);
        try
        {
            return await value.Value;
        }
        catch
        {
            Forget(value);
            throw;
        }
    }

    private Lazy<Task<TValue>> Use(TKey key, Func<Task<TValue>> make)
    {
        lock (_gate)
        {
            var at = _entries.FindIndex(entry => entry.Key.Equals(key));
            var entry = at < 0 ? (key, new Lazy<Task<TValue>>(make)) : _entries[at];
            if (at >= 0)
            {
                _entries.RemoveAt(at);
            }
            else if (_entries.Count == most)
            {
                _entries.RemoveAt(0);
            }
            _entries.Add(entry);
            return entry.Item2;
        }
    }

    private void Forget(Lazy<Task<TValue>> value)
    {
        lock (_gate)
        {
            _entries.RemoveAll(entry => entry.Value == value);
        }
    }
}

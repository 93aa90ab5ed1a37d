namespace Distill.Server.Feeds;

/// <summary>The feeds of the jobs that somebody listens to or that are under way: one each.</summary>
internal sealed class JobFeeds(FeedSources sources, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>How many listen to jobs.</summary>
    public int Listeners
    {
        get
        {
            lock (_gate)
            {
                return _entries.Values.Sum(entry => entry.Feed.Listeners);
            }
        }
    }

    /// <summary>The feed of a job, if there is one.</summary>
    public JobFeed? Find(string job)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault(job)?.Feed;
        }
    }

    /// <summary>Has a job followed until the hold is disposed.</summary>
    public Hold Take(string job)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(job, out var entry) || entry.Running.IsCompleted)
            {
                entry = _entries[job] = Begin(job);
            }

            entry.Holders++;
            return new Hold(this, job, entry);
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Entry> entries;
        lock (_gate)
        {
            entries = [.. _entries.Values];
            _entries.Clear();
        }

        foreach (var entry in entries)
        {
            await entry.EndAsync();
        }
    }

    private Entry Begin(string job)
    {
        var feed = new JobFeed(job, sources, time);
        var stop = new CancellationTokenSource();
        return new Entry(feed, stop, Task.Run(() => feed.RunAsync(stop.Token)));
    }

    private void Release(string job, Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Holders > 0)
            {
                return;
            }

            if (_entries.GetValueOrDefault(job) == entry)
            {
                _entries.Remove(job);
            }
        }

        _ = entry.EndAsync();
    }

    /// <summary>Somebody's wish that a job be followed.</summary>
    internal sealed class Hold(JobFeeds feeds, string job, Entry entry) : IDisposable
    {
        private int _released;

        public JobFeed Feed => entry.Feed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                feeds.Release(job, entry);
            }
        }
    }

    internal sealed class Entry(JobFeed feed, CancellationTokenSource stop, Task running)
    {
        public JobFeed Feed => feed;

        public Task Running => running;

        public int Holders { get; set; }

        public async Task EndAsync()
        {
            await stop.CancelAsync();
            try
            {
                await running;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // As was asked.
            }

            stop.Dispose();
        }
    }
}

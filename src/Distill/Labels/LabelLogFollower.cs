namespace Distill.Labels;

/// <summary>
/// Reads a label log in the background and knows which chunks it holds. Of each (view, chunk) the lowest sound offset counts.
/// </summary>
/// <param name="set">The label set.</param>
/// <param name="log">Its log.</param>
/// <param name="prove">Says whether a record may be used; what it refuses counts as missing.</param>
/// <param name="completed">Called once for each view whose chunks are all in the log, before the log is read on.</param>
internal sealed class LabelLogFollower(
    LabelSet set, ILabelLog log, Func<LabelLogEntry, bool> prove, Func<int, CancellationToken, Task> completed) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Pulse _news = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<int, NotedChunk?[]> _notedOfView = [];
    private IReadOnlySet<string> _withdrawn = new HashSet<string>();
    private long _position;
    private Task? _following;
    private Task? _failure;

    /// <summary>Completes when more is known than at the moment of asking; fails with whatever ended the reading.</summary>
    public Task News
    {
        get
        {
            lock (_gate)
            {
                _following ??= Task.Run(FollowAsync);
                return _failure ?? _news.Next;
            }
        }
    }

    /// <summary>Offset of the copy that counts, or <see langword="null"/> while there is none.</summary>
    public long? OffsetOf(int view, int chunk)
    {
        lock (_gate)
        {
            return _notedOfView.TryGetValue(view, out var noted) ? noted[chunk]?.Offset : null;
        }
    }

    /// <summary>For each chunk of a view whether a sound copy has been seen.</summary>
    public bool[] PresentIn(int view)
    {
        lock (_gate)
        {
            return Array.ConvertAll(NotedIn(view), noted => noted is not null);
        }
    }

    /// <summary>The copies of a view's chunks that count now.</summary>
    public NotedChunk?[] NotedIn(int view)
    {
        lock (_gate)
        {
            return _notedOfView.TryGetValue(view, out var noted) ? [.. noted] : new NotedChunk?[set.ChunksPerView];
        }
    }

    /// <summary>Takes back what these workers made, now and for all that is read later: it counts as missing until another copy comes.</summary>
    public void Withdraw(IReadOnlySet<string> workers)
    {
        lock (_gate)
        {
            _withdrawn = workers;
            foreach (var noted in _notedOfView.Values)
            {
                for (var chunk = 0; chunk < noted.Length; chunk++)
                {
                    noted[chunk] = noted[chunk] is { Worker: { } worker } && workers.Contains(worker) ? null : noted[chunk];
                }
            }
        }
    }

    /// <summary>Returns when all is known that the log held at the moment of asking.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        var tail = await log.TailAsync(set, ct);
        while (true)
        {
            var more = News;
            if (Interlocked.Read(ref _position) >= tail)
            {
                return;
            }

            await more.WaitAsync(ct);
        }
    }

    /// <summary>The bytes of the record at an offset.</summary>
    public async Task<byte[]> BytesAtAsync(long offset, CancellationToken ct)
    {
        await foreach (var entry in log.ReadAsync(set, offset, ct))
        {
            return entry.Corrupt is null ? entry.Bytes.ToArray() : throw new LabelCorruptException(entry.Corrupt);
        }

        throw new OperationCanceledException(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_following is { } running)
        {
            await running;
        }

        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            await foreach (var entry in log.ReadAsync(set, 0, _stop.Token))
            {
                if (!IsKnown(entry) && prove(entry) && Note(entry))
                {
                    await completed(entry.View, _stop.Token);
                }

                Interlocked.Exchange(ref _position, entry.NextOffset);
                _news.Beat();
            }
        }
        catch (Exception reason)
        {
            // Whoever waits now or later is told; nobody awaits this task before the end.
            lock (_gate)
            {
                _failure = Task.FromException(reason);
            }

            _news.Beat();
        }
    }

    private bool IsKnown(LabelLogEntry entry) =>
        entry.Chunk >= 0 && entry.Chunk < set.ChunksPerView && OffsetOf(entry.View, entry.Chunk) is not null;

    // True when this was the last chunk that its view lacked.
    private bool Note(LabelLogEntry entry)
    {
        lock (_gate)
        {
            if (entry.Worker is { } worker && _withdrawn.Contains(worker))
            {
                // Withdrawn between its proof and now.
                return false;
            }

            if (!_notedOfView.TryGetValue(entry.View, out var noted))
            {
                _notedOfView[entry.View] = noted = new NotedChunk?[set.ChunksPerView];
            }

            noted[entry.Chunk] = new(entry.Offset, entry.Worker);
            return Array.TrueForAll(noted, chunk => chunk is not null);
        }
    }
}

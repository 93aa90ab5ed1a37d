using System.Security.Cryptography;

namespace Distill.Labels;

/// <summary>
/// The labels of one set as a student asks for them: from the archive when the view is settled there, else from the log as
/// soon as a teacher has appended them. Views that become complete in the log are archived on the way.
/// </summary>
/// <remarks>
/// Chunks may be asked for in any order and from several threads. Decoded chunks of at most two views stay in memory.
/// </remarks>
public sealed class LabelSource : IAsyncDisposable
{
    /// <summary>So often the archive is asked again while the log is waited for: the labels may be made elsewhere.</summary>
    public static readonly TimeSpan AskArchiveAgain = TimeSpan.FromSeconds(2);

    /// <summary>After so long without any news from the log a chunk counts as missed; then after twice as long, and so on.</summary>
    public static readonly TimeSpan Missed = TimeSpan.FromSeconds(5);

    /// <summary>The longest time between two complaints about a missed chunk.</summary>
    public static readonly TimeSpan MissedAtMost = TimeSpan.FromSeconds(60);

    private readonly LabelSet _set;
    private readonly LabelArchive _archive;
    private readonly ILabelDemand? _demand;
    private readonly HashSet<(int View, int Chunk)> _refused = [];
    private readonly LabelPatience _patience = new(Missed, MissedAtMost);
    private readonly TimeProvider _time;
    private readonly LabelLogFollower _follower;
    private readonly SemaphoreSlim _proving = new(1);
    private volatile LabelCache _cache = new();
    private volatile IReadOnlySet<string> _distrusted = new HashSet<string>();
    private volatile IReadOnlySet<string>? _provedWithout;
    private volatile bool _isMissed;

    /// <summary>Nothing is read before the first question.</summary>
    /// <param name="set">The label set.</param>
    /// <param name="log">Where teachers append its labels.</param>
    /// <param name="archive">Where its complete views are settled.</param>
    /// <param name="consumed">What the student has learnt from already, out of its checkpoint; nothing when absent.</param>
    /// <param name="time">Clock of the waiting; the system's when absent.</param>
    /// <param name="demand">Told what is needed and what is missing; nobody when absent.</param>
    public LabelSource(
        LabelSet set, ILabelLog log, LabelArchive archive, ConsumedLabels? consumed = null, TimeProvider? time = null, ILabelDemand? demand = null)
    {
        _set = set;
        _archive = archive;
        _demand = demand;
        _time = time ?? TimeProvider.System;
        Consumed = consumed ?? new();
        _follower = new(_set, log, IsUsable, SettleAsync);
    }

    /// <summary>
    /// Raised for a record of the log that cannot be used. Its chunk counts as missing and should be asked for again.
    /// </summary>
    public event Action<LabelLogEntry>? Refused;

    /// <summary>The label set.</summary>
    public LabelSet Set => _set;

    /// <summary>Every chunk that was handed out, by the SHA-256 of its bytes.</summary>
    public ConsumedLabels Consumed { get; }

    /// <summary>Hands a chunk out for learning; waits until there is one.</summary>
    /// <exception cref="LabelCorruptException">The archived copy is not what was written.</exception>
    /// <exception cref="LabelChangedException">The student has consumed other bytes under this view and chunk before.</exception>
    public async Task<LabelChunk> GetAsync(int view, int chunk, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(view);
        _set.CountOf(chunk);
        await ProveConsumedAsync(ct);
        if (_cache.Find(view, chunk) is { } cached)
        {
            return cached;
        }

        var (bytes, source) = await BytesAsync(view, chunk, ct);
        var labels = LabelChunkCodec.Decode(_set, bytes, source, (view, chunk));
        Consumed.Record(view, chunk, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        _cache.Add(labels);
        return labels;
    }

    /// <summary>
    /// Compares all that was consumed with the copies that count now, where somebody's labels are withdrawn; waits for the chunks that
    /// have to be taught again.
    /// </summary>
    /// <exception cref="LabelChangedException">The student has learnt from a chunk that is another one now.</exception>
    public async Task ProveConsumedAsync(CancellationToken ct)
    {
        var distrusted = await WithdrawAsync(ct);
        if (distrusted.Count == 0 || ReferenceEquals(distrusted, _provedWithout))
        {
            return;
        }

        await _proving.WaitAsync(ct);
        try
        {
            foreach (var (view, chunk) in ReferenceEquals(distrusted, _provedWithout) ? [] : Consumed.Hashes.Keys)
            {
                Consumed.Record(view, chunk, Convert.ToHexStringLower(SHA256.HashData((await BytesAsync(view, chunk, ct)).Bytes)));
            }

            _provedWithout = distrusted;
        }
        finally
        {
            _proving.Release();
        }
    }

    /// <summary>For each chunk of a view whether <see cref="GetAsync"/> would return without waiting for a teacher.</summary>
    public async Task<bool[]> PresentAsync(int view, CancellationToken ct)
    {
        await WithdrawAsync(ct);
        if (await _archive.FindAsync(_set, view, ct) is not null)
        {
            return [.. Enumerable.Repeat(true, _set.ChunksPerView)];
        }

        await _follower.CatchUpAsync(ct);
        return _follower.PresentIn(view);
    }

    /// <summary>Waits until a view is complete and in the archive.</summary>
    public async Task ArchivedAsync(int view, CancellationToken ct)
    {
        while (await _archive.FindAsync(_set, view, ct) is null)
        {
            await WithdrawAsync(ct);
            var news = _follower.News;
            await Pulse.WaitAsync(news, AskArchiveAgain, _time, ct);
            if (news.IsFaulted)
            {
                await news;
            }
        }
    }

    /// <summary>Stops following the log.</summary>
    public async ValueTask DisposeAsync()
    {
        await _follower.DisposeAsync();
        _proving.Dispose();
    }

    // What distrusted workers made counts as missing from here on.
    private async ValueTask<IReadOnlySet<string>> WithdrawAsync(CancellationToken ct)
    {
        var distrusted = await _archive.DistrustedAsync(_set, ct);
        if (distrusted.Count > 0 && !ReferenceEquals(distrusted, _distrusted))
        {
            _distrusted = distrusted;
            _follower.Withdraw(distrusted);
            _cache = new();
            _isMissed = true;
        }

        return distrusted;
    }

    private async Task<(byte[] Bytes, string Source)> BytesAsync(int view, int chunk, CancellationToken ct)
    {
        if (_demand is not null)
        {
            await _demand.AskedAsync(view, chunk, ct);
        }

        while (true)
        {
            await WithdrawAsync(ct);

            // The archive first: where it has the view, nobody needs to follow the log at all.
            if (await _archive.ReadAsync(_set, view, chunk, ct) is { } archived)
            {
                return (archived, _archive.Describe(_set, view));
            }

            var since = _time.GetTimestamp();
            try
            {
                if (await OffsetAsync(view, chunk, since, ct) is { } offset)
                {
                    _patience.Renew();
                    return (await _follower.BytesAtAsync(offset, ct), $"the log at offset {offset}");
                }
            }
            finally
            {
                _isMissed |= _patience.IsExhaustedAfter(_time.GetElapsedTime(since));
            }

            if (_demand is not null && (TakeRefusal(view, chunk) | _isMissed))
            {
                _isMissed = false;
                await _demand.MissedAsync(view, chunk, ct);
            }
        }
    }

    // Null when it is time to ask the archive again.
    private async Task<long?> OffsetAsync(int view, int chunk, long since, CancellationToken ct)
    {
        var news = _follower.News;
        while (_follower.OffsetOf(view, chunk) is null && _time.GetElapsedTime(since) < AskArchiveAgain)
        {
            await Pulse.WaitAsync(news, AskArchiveAgain, _time, ct);
            if (news.IsFaulted)
            {
                await news;
            }

            if (news.IsCompleted)
            {
                _patience.Renew();
                if (IsRefused(view, chunk))
                {
                    break;
                }
            }

            news = _follower.News;
        }

        return _follower.OffsetOf(view, chunk);
    }

    private bool IsRefused(int view, int chunk)
    {
        lock (_refused)
        {
            return _refused.Contains((view, chunk));
        }
    }

    private bool TakeRefusal(int view, int chunk)
    {
        lock (_refused)
        {
            return _refused.Remove((view, chunk));
        }
    }

    private void Refuse(LabelLogEntry entry)
    {
        lock (_refused)
        {
            _refused.Add((entry.View, entry.Chunk));
        }

        Refused?.Invoke(entry);
    }

    private bool IsUsable(LabelLogEntry entry)
    {
        try
        {
            if (entry is { Corrupt: null, Worker: { } worker } && _distrusted.Contains(worker))
            {
                Refuse(entry with { Corrupt = $"View {entry.View}, chunk {entry.Chunk} in the log was made by {worker}, whose labels are withdrawn." });
                return false;
            }

            if (entry.Corrupt is null)
            {
                LabelChunkCodec.Decode(_set, entry.Bytes, $"the log at offset {entry.Offset}", (entry.View, entry.Chunk));
                return true;
            }

            Refuse(entry);
        }
        catch (LabelCorruptException reason)
        {
            Refuse(entry with { Corrupt = reason.Message });
        }

        return false;
    }

    private async Task SettleAsync(int view, CancellationToken ct)
    {
        if (await _archive.FindAsync(_set, view, ct) is not null)
        {
            return;
        }

        await WithdrawAsync(ct);
        var chunks = new List<byte[]>();
        var workers = new List<string?>();
        foreach (var noted in _follower.NotedIn(view))
        {
            if (noted is null)
            {
                return; // Withdrawn meanwhile; the copy that takes its place completes the view again.
            }

            chunks.Add(await _follower.BytesAtAsync(noted.Offset, ct));
            workers.Add(noted.Worker);
        }

        await _archive.StoreAsync(_set, view, chunks, ct, workers);
    }
}

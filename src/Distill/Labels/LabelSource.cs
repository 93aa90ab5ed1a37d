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

    private readonly LabelSet set;
    private readonly LabelArchive archive;
    private readonly TimeProvider time;
    private readonly LabelLogFollower follower;
    private readonly LabelCache cache = new();

    /// <summary>Nothing is read before the first question.</summary>
    /// <param name="set">The label set.</param>
    /// <param name="log">Where teachers append its labels.</param>
    /// <param name="archive">Where its complete views are settled.</param>
    /// <param name="consumed">What the student has learnt from already, out of its checkpoint; nothing when absent.</param>
    /// <param name="time">Clock of the waiting; the system's when absent.</param>
    public LabelSource(LabelSet set, ILabelLog log, LabelArchive archive, ConsumedLabels? consumed = null, TimeProvider? time = null)
    {
        this.set = set;
        this.archive = archive;
        this.time = time ?? TimeProvider.System;
        Consumed = consumed ?? new();
        follower = new(set, log, IsUsable, SettleAsync);
    }

    /// <summary>
    /// Raised for a record of the log that cannot be used. Its chunk counts as missing and should be asked for again.
    /// </summary>
    public event Action<LabelLogEntry>? Refused;

    /// <summary>The label set.</summary>
    public LabelSet Set => set;

    /// <summary>Every chunk that was handed out, by the SHA-256 of its bytes.</summary>
    public ConsumedLabels Consumed { get; }

    /// <summary>Hands a chunk out for learning; waits until there is one.</summary>
    /// <exception cref="LabelCorruptException">The archived copy is not what was written.</exception>
    /// <exception cref="LabelException">The student has consumed other bytes under this view and chunk before.</exception>
    public async Task<LabelChunk> GetAsync(int view, int chunk, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(view);
        set.CountOf(chunk);
        if (cache.Find(view, chunk) is { } cached)
        {
            return cached;
        }

        var bytes = await BytesAsync(view, chunk, ct);
        var labels = LabelChunkCodec.Decode(set, bytes, $"label set {set.Fingerprint[..12]}", (view, chunk));
        Consumed.Record(view, chunk, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        cache.Add(labels);
        return labels;
    }

    /// <summary>For each chunk of a view whether <see cref="GetAsync"/> would return without waiting for a teacher.</summary>
    public async Task<bool[]> PresentAsync(int view, CancellationToken ct)
    {
        if (await archive.FindAsync(set, view, ct) is not null)
        {
            return [.. Enumerable.Repeat(true, set.ChunksPerView)];
        }

        await follower.CatchUpAsync(ct);
        return follower.PresentIn(view);
    }

    /// <summary>Stops following the log.</summary>
    public ValueTask DisposeAsync() => follower.DisposeAsync();

    private async Task<byte[]> BytesAsync(int view, int chunk, CancellationToken ct)
    {
        while (true)
        {
            var news = follower.News;
            if (await archive.ReadAsync(set, view, chunk, ct) is { } archived)
            {
                return archived;
            }

            if (await OffsetAsync(view, chunk, news, ct) is { } offset)
            {
                return await follower.BytesAtAsync(offset, ct);
            }
        }
    }

    // Null when it is time to ask the archive again.
    private async Task<long?> OffsetAsync(int view, int chunk, Task news, CancellationToken ct)
    {
        var since = time.GetTimestamp();
        while (follower.OffsetOf(view, chunk) is null && time.GetElapsedTime(since) < AskArchiveAgain)
        {
            await Pulse.WaitAsync(news, AskArchiveAgain, time, ct);
            if (news.IsFaulted)
            {
                await news;
            }

            news = follower.News;
        }

        return follower.OffsetOf(view, chunk);
    }

    private bool IsUsable(LabelLogEntry entry)
    {
        try
        {
            if (entry.Corrupt is null)
            {
                LabelChunkCodec.Decode(set, entry.Bytes.Span, $"the log at offset {entry.Offset}", (entry.View, entry.Chunk));
                return true;
            }

            Refused?.Invoke(entry);
        }
        catch (LabelCorruptException reason)
        {
            Refused?.Invoke(entry with { Corrupt = reason.Message });
        }

        return false;
    }

    private async Task SettleAsync(int view, CancellationToken ct)
    {
        if (await archive.FindAsync(set, view, ct) is not null)
        {
            return;
        }

        var chunks = new List<byte[]>();
        for (var chunk = 0; chunk < set.ChunksPerView; chunk++)
        {
            chunks.Add(await follower.BytesAtAsync(follower.OffsetOf(view, chunk)!.Value, ct));
        }

        await archive.StoreAsync(set, view, chunks, ct);
    }
}

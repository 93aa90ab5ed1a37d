using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Sends for the labels of a job as its fastest reader needs them: so many chunks ahead and no more, so that teachers are busy and the
/// broker is not filled with what nobody reads yet.
/// </summary>
/// <remarks>
/// The window is claimed first and sent for second: of two students of a label set only one sends. Chunks that get lost between the two,
/// or later, are noticed by whoever waits for them and sent for again.
/// </remarks>
/// <param name="jobs">Where the window is.</param>
/// <param name="labels">Says which chunks are there.</param>
/// <param name="time">The clock.</param>
/// <param name="wanted">What is demanded.</param>
/// <param name="send">Sends for a chunk.</param>
internal sealed class LabelDemand(
    JobStore jobs, LabelDesk labels, TimeProvider time, LabelDemand.Wanted wanted, Func<TeachChunk, CancellationToken, Task> send) : ILabelDemand
{
    /// <summary>Chunks that are sent for ahead of the reader: enough for a few dozen teachers to have one each and one waiting.</summary>
    public const int Ahead = 256;

    // Another student may just have asked again for the same chunks.
    private static readonly TimeSpan s_patience = LabelSource.Missed / 2;

    private long _next;

    /// <summary>What is demanded.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Set">Its label set.</param>
    /// <param name="Views">Views that it uses.</param>
    public sealed record Wanted(string Job, LabelSet Set, int Views);

    private string Path => $"labels/{wanted.Set.Fingerprint}/window.json";

    private long Total => (long)wanted.Views * wanted.Set.ChunksPerView;

    /// <inheritdoc/>
    public async Task AskedAsync(int view, int chunk, CancellationToken ct)
    {
        var position = PositionOf(view, chunk);
        if (Interlocked.Read(ref _next) >= Math.Min(Total, position + (Ahead / 2)))
        {
            return;
        }
        var target = Math.Min(Total, position + Ahead);
        while (await ReadAsync(ct) is var (window, etag))
        {
            Interlocked.Exchange(ref _next, window.Next);
            if (window.Next >= target)
            {
                return;
            }
            if (await jobs.SwapAsync(Path, window with { Next = target }, etag, ct))
            {
                await SendForAsync(window.Next, target, ct);
                Interlocked.Exchange(ref _next, target);
                return;
            }
        }
    }

    /// <inheritdoc/>
    public async Task MissedAsync(int view, int chunk, CancellationToken ct)
    {
        var (window, etag) = await ReadAsync(ct);
        var now = time.GetUtcNow();
        if (now - window.Asked >= s_patience && await jobs.SwapAsync(Path, window with { Asked = now }, etag, ct))
        {
            var first = PositionOf(view, chunk);
            await SendForAsync(first, Math.Min(Total, Math.Max(window.Next, first + 1)), ct);
        }
    }

    private long PositionOf(int view, int chunk) => ((long)view * wanted.Set.ChunksPerView) + chunk;

    private async Task<(LabelWindow Window, string? ETag)> ReadAsync(CancellationToken ct) =>
        await jobs.ReadAsync<LabelWindow>(Path, ct) is { } found ? found : (new LabelWindow(0, DateTimeOffset.MinValue), null);

    private async Task SendForAsync(long first, long end, CancellationToken ct)
    {
        var present = Array.Empty<bool>();
        var presentOf = -1;
        for (var position = first; position < end; position++)
        {
            var (view, chunk) = ((int)(position / wanted.Set.ChunksPerView), (int)(position % wanted.Set.ChunksPerView));
            if (view != presentOf)
            {
                (presentOf, present) = (view, await labels.PresentAsync(wanted.Set, view, ct));
            }
            if (!present[chunk])
            {
                await send(new TeachChunk(wanted.Job, wanted.Set.Fingerprint, view, chunk), ct);
            }
        }
    }
}

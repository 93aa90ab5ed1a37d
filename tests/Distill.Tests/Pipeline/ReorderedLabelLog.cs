using System.Runtime.CompilerServices;
using Distill.Labels;

namespace Distill.Tests.Pipeline;

/// <summary>
/// A log that holds chunks back until a whole group of teachers has one each, and then appends them last chunk first: so they arrive out
/// of order, and every slot of the group has provably taught.
/// </summary>
internal sealed class ReorderedLabelLog(ILabelLog log, int group) : ILabelLog
{
    private readonly Lock _gate = new();
    private List<Held> _held = [];

    /// <summary>The order in which chunks got through.</summary>
    public List<(int View, int Chunk)> Order { get; } = [];

    public async Task AppendAsync(LabelSet set, int view, int chunk, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var mine = new Held(view, chunk, bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        List<Held> complete = [];
        lock (_gate)
        {
            _held.Add(mine);
            if (_held.Count == group)
            {
                (complete, _held) = (_held, []);
            }
        }
        foreach (var held in complete.OrderByDescending(h => (h.View, h.Chunk)))
        {
            await log.AppendAsync(set, held.View, held.Chunk, held.Bytes, ct);
            Order.Add((held.View, held.Chunk));
        }
        complete.ForEach(held => held.Done.SetResult());
        await mine.Done.Task.WaitAsync(ct);
    }

    public async IAsyncEnumerable<LabelLogEntry> ReadAsync(LabelSet set, long fromOffset, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var entry in log.ReadAsync(set, fromOffset, ct))
        {
            yield return entry;
        }
    }

    public Task<long> TailAsync(LabelSet set, CancellationToken ct) => log.TailAsync(set, ct);

    private sealed record Held(int View, int Chunk, ReadOnlyMemory<byte> Bytes, TaskCompletionSource Done);
}

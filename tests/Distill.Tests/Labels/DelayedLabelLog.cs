using System.Runtime.CompilerServices;
using Distill.Labels;

namespace Distill.Tests.Labels;

/// <summary>A log whose appends wait until the test lets them through, so that chunks arrive in the order that it wants.</summary>
internal sealed class DelayedLabelLog(ILabelLog log) : ILabelLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int View, int Chunk), TaskCompletionSource> _doors = [];

    public void LetThrough(int view, int chunk) => Door(view, chunk).TrySetResult();

    public async Task AppendAsync(LabelSet set, int view, int chunk, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await Door(view, chunk).Task.WaitAsync(ct);
        await log.AppendAsync(set, view, chunk, bytes, ct);
    }

    public async IAsyncEnumerable<LabelLogEntry> ReadAsync(LabelSet set, long fromOffset, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var entry in log.ReadAsync(set, fromOffset, ct))
        {
            yield return entry;
        }
    }

    public Task<long> TailAsync(LabelSet set, CancellationToken ct) => log.TailAsync(set, ct);

    private TaskCompletionSource Door(int view, int chunk)
    {
        lock (_gate)
        {
            return _doors.TryGetValue((view, chunk), out var door)
                ? door
                : _doors[(view, chunk)] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

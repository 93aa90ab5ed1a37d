using System.Runtime.CompilerServices;
using Distill.Labels;
using Distill.Tests.Labels;

namespace Distill.Tests.Pipeline;

/// <summary>
/// A log in which a worker named bad has appended the first copies of the first view, one of them with a wrong bit, and a worker named
/// good everything else. The second view waits until the test lets it through.
/// </summary>
internal sealed class TwoTeachersLog : ILabelLog
{
    private readonly MemoryLabelLog _log = new();
    private readonly TaskCompletionSource _door = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<int> _first = [];

    public void LetThrough() => _door.SetResult();

    public async Task AppendAsync(LabelSet set, int view, int chunk, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (view > 0)
        {
            await _door.Task.WaitAsync(ct);
        }
        var isBad = view == 0 && _first.Add(chunk);
        _log.Append(view, chunk, isBad && chunk == 1 ? FlippingTeacher.Flipped(set, bytes.ToArray()) : bytes.ToArray(), isBad ? "bad" : "good");
    }

    public async IAsyncEnumerable<LabelLogEntry> ReadAsync(LabelSet set, long fromOffset, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var entry in _log.ReadAsync(set, fromOffset, ct))
        {
            yield return entry;
        }
    }

    public Task<long> TailAsync(LabelSet set, CancellationToken ct) => _log.TailAsync(set, ct);
}

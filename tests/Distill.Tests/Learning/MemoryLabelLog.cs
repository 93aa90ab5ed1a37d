using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Distill.Labels;

namespace Distill.Tests.Learning;

/// <summary>A label log in memory; what is appended can be read at once, and reading waits for more until it is cancelled.</summary>
internal sealed class MemoryLabelLog : ILabelLog
{
    private readonly Lock _gate = new();
    private readonly List<LabelLogEntry> _entries = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task AppendAsync(LabelSet set, int view, int chunk, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        lock (_gate)
        {
            var offset = _entries.Count;
            _entries.Add(new(offset, offset + 1, view, chunk, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), bytes));
            _more.SetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<LabelLogEntry> ReadAsync(LabelSet set, long fromOffset, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var offset = (int)fromOffset; ; offset++)
        {
            LabelLogEntry? entry;
            while ((entry = Find(offset, out var more)) is null)
            {
                await more.WaitAsync(ct);
            }
            yield return entry;
        }
    }

    public Task<long> TailAsync(LabelSet set, CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult((long)_entries.Count);
        }
    }

    private LabelLogEntry? Find(int offset, out Task more)
    {
        lock (_gate)
        {
            more = _more.Task;
            return offset < _entries.Count ? _entries[offset] : null;
        }
    }
}

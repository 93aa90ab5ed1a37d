using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Distill.Labels;

namespace Distill.Tests.Labels;

/// <summary>A log that knows who made its chunks.</summary>
internal sealed class MemoryLabelLog : ILabelLog
{
    private readonly Lock _gate = new();
    private readonly Pulse _news = new();
    private readonly List<LabelLogEntry> _entries = [];

    public void Append(int view, int chunk, byte[] bytes, string worker)
    {
        lock (_gate)
        {
            _entries.Add(new(_entries.Count, _entries.Count + 1, view, chunk, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes, null, worker));
        }
        _news.Beat();
    }

    public Task AppendAsync(LabelSet set, int view, int chunk, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        Append(view, chunk, bytes.ToArray(), "teacher-1");
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<LabelLogEntry> ReadAsync(LabelSet set, long fromOffset, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var news = _news.Next;
            LabelLogEntry? next;
            lock (_gate)
            {
                next = fromOffset < _entries.Count ? _entries[(int)fromOffset] : null;
            }
            if (next is null)
            {
                await news.WaitAsync(ct);
                continue;
            }
            yield return next;
            fromOffset = next.NextOffset;
        }
    }

    public Task<long> TailAsync(LabelSet set, CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult((long)_entries.Count);
        }
    }
}

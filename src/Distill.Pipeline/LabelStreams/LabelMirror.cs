using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Distill.Labels;

namespace Distill.Pipeline.LabelStreams;

/// <summary>
/// What this process has read of one label stream: complete chunks, in the order in which they became complete, kept on the disk.
/// Its offsets are places in that order. They outlive the connection, and even the stream.
/// </summary>
/// <param name="fingerprint">The label set.</param>
/// <param name="folder">Where the chunks are kept, in a file without a name.</param>
internal sealed class LabelMirror(string fingerprint, string folder) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Pulse _news = new();
    private readonly List<MirroredChunk> _chunks = [];
    private readonly LabelSpill _spill = new(folder);
    private readonly ulong _self = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly Queue<(ulong Number, TaskCompletionSource<long> Met)> _barriers = [];
    private readonly string _stream = LabelStream.NameOf(fingerprint);
    private LabelFrameAssembler? _assembler;
    private ulong _lastBarrier;
    private long _received;

    /// <summary>The last frame that was taken, or <see langword="null"/> when the stream has to be read from its start.</summary>
    public StreamPlace? Last { get; private set; }

    /// <summary>How many frames were taken.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>
    /// A new barrier, and the end of the mirror when it, or a later one, has come back: by then everything is here that was in the
    /// stream when the barrier was sent.
    /// </summary>
    public (UInt128 Barrier, Task<long> Met) NewBarrier()
    {
        lock (_gate)
        {
            var met = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            _barriers.Enqueue((++_lastBarrier, met));
            return (new UInt128(_self, _lastBarrier), met.Task);
        }
    }

    /// <summary>Takes the next frame of the stream. One caller at a time.</summary>
    public void Take(ReadOnlySpan<byte> frame, long offset)
    {
        _assembler ??= new(fingerprint, _spill);
        var complete = _assembler.Take(frame, $"the stream {_stream} at its offset {offset}");
        lock (_gate)
        {
            if (complete is not null)
            {
                _chunks.Add(complete);
            }

            if (LabelStreamFrame.ReadHeader(frame, fingerprint) is { IsBarrier: true, Attempt: var barrier } && (ulong)(barrier >> 64) == _self)
            {
                Meet((ulong)barrier);
            }
        }

        Last = new(offset, frame.Length, LabelStreamFrame.SumOf(frame));
        Interlocked.Increment(ref _received);
        if (complete is not null)
        {
            _news.Beat();
        }
    }

    /// <summary>The stream is to be read from its start again. What is here stays, and is not taken twice.</summary>
    public void ForgetPlace() => Last = null;

    /// <summary>Everything from an offset on and what is to come; ends only by cancellation.</summary>
    public async IAsyncEnumerable<LabelLogEntry> ReadAsync(long fromOffset, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromOffset);
        for (var offset = fromOffset; ; offset++)
        {
            yield return Entry(offset, await ChunkAsync(offset, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _spill.Dispose();

    private async Task<MirroredChunk> ChunkAsync(long offset, CancellationToken ct)
    {
        while (true)
        {
            var news = _news.Next;
            lock (_gate)
            {
                if (offset < _chunks.Count)
                {
                    return _chunks[(int)offset];
                }
            }

            await news.WaitAsync(ct);
        }
    }

    private LabelLogEntry Entry(long offset, MirroredChunk chunk)
    {
        if (chunk.Corrupt is not null)
        {
            return new(offset, offset + 1, chunk.View, chunk.Chunk, "", ReadOnlyMemory<byte>.Empty, chunk.Corrupt, chunk.Worker);
        }

        var bytes = _spill.Read(chunk.Position, chunk.Length);
        return new(offset, offset + 1, chunk.View, chunk.Chunk, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes, null, chunk.Worker);
    }

    private void Meet(ulong number)
    {
        while (_barriers.TryPeek(out var barrier) && barrier.Number <= number)
        {
            _barriers.Dequeue().Met.SetResult(_chunks.Count);
        }
    }
}

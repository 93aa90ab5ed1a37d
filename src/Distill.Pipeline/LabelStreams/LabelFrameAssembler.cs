namespace Distill.Pipeline.LabelStreams;

/// <summary>
/// Makes chunks of frames. Frames of several attempts may come interleaved, twice and in any order, after a reconnection all of them
/// once more; a chunk is complete with the frame that it lacked, and is complete only once.
/// </summary>
/// <param name="fingerprint">The label set; frames of another one are refused.</param>
/// <param name="spill">Where the pieces go at once, so that half a chunk costs no memory.</param>
internal sealed class LabelFrameAssembler(string fingerprint, LabelSpill spill)
{
    /// <summary>A teacher that died leaves an unfinished attempt; above so many the oldest is given up.</summary>
    public const int MostUnfinished = 4096;

    private const int MostCorruptRemembered = 4096;
    private const int MostTotal = 1 << 30;

    private readonly Dictionary<UInt128, Attempt> _unfinished = [];
    private readonly LinkedList<UInt128> _oldestFirst = [];
    private readonly HashSet<UInt128> _finished = [];
    private readonly HashSet<(int Length, uint Sum)> _corrupt = [];

    /// <summary>Attempts that lack frames.</summary>
    public int Unfinished => _unfinished.Count;

    /// <summary>Takes the next frame; gives the chunk that it completes, or what is wrong with it when that was not said before.</summary>
    /// <param name="frame">The whole message.</param>
    /// <param name="place">Where it came from, for people.</param>
    public MirroredChunk? Take(ReadOnlySpan<byte> frame, string place)
    {
        if (LabelStreamFrame.ReadHeader(frame, fingerprint) is not { } header)
        {
            return Refuse(frame, null, LabelStreamFrame.IsNewer(frame)
                ? $"A part of the labels in {place} was written by a newer version; it counts as missing here until this worker is upgraded."
                : $"A part of the labels in {place} is corrupt, because its checksum does not match; its chunk counts as missing and has to be taught again.");
        }

        if (header.IsBarrier || _finished.Contains(header.Attempt))
        {
            return null;
        }

        var piece = LabelStreamFrame.PieceOf(frame);
        if (!LabelStreamFrame.IsSound(frame) || !IsPossible(header, piece.Length) || AttemptOf(header) is not { } attempt)
        {
            return Refuse(frame, header, $"View {header.View}, chunk {header.Chunk} of the labels in {place} is corrupt, because its checksum does not match; it counts as missing and has to be taught again.");
        }

        if (attempt.Has[header.Index])
        {
            return null;
        }

        spill.Write(attempt.Position + header.Start, piece);
        attempt.Has[header.Index] = true;
        attempt.Bytes += piece.Length;
        if (--attempt.Missing > 0)
        {
            return null;
        }

        Forget(attempt);
        _finished.Add(header.Attempt);
        return attempt.Bytes == header.Total
            ? new(header.View, header.Chunk, header.Worker, attempt.Position, header.Total, null)
            : Refuse(frame, header, $"View {header.View}, chunk {header.Chunk} of the labels in {place} is corrupt, because its parts do not make a whole; it counts as missing and has to be taught again.");
    }

    private static bool IsPossible(LabelStreamFrame header, int length) =>
        header is { View: >= 0, Chunk: >= 0, Count: > 0, Total: >= 0 and <= MostTotal, Start: >= 0 }
        && header.Index >= 0 && header.Index < header.Count
        && header.Count <= Math.Max(1, header.Total)
        && (long)header.Start + length <= header.Total;

    private MirroredChunk? Refuse(ReadOnlySpan<byte> frame, LabelStreamFrame? header, string reason)
    {
        var isNews = _corrupt.Count < MostCorruptRemembered && _corrupt.Add((frame.Length, LabelStreamFrame.SumOf(frame)));
        return isNews ? new(header?.View ?? -1, header?.Chunk ?? -1, header?.Worker, 0, 0, reason) : null;
    }

    // Null for a frame that claims an attempt of another shape.
    private Attempt? AttemptOf(LabelStreamFrame header)
    {
        if (_unfinished.TryGetValue(header.Attempt, out var known))
        {
            return (known.Header.View, known.Header.Chunk, known.Header.Count, known.Header.Total) == (header.View, header.Chunk, header.Count, header.Total) ? known : null;
        }

        if (_unfinished.Count == MostUnfinished)
        {
            Forget(_unfinished[_oldestFirst.First!.Value]);
        }

        return _unfinished[header.Attempt] = new(header, spill.Reserve(header.Total), _oldestFirst.AddLast(header.Attempt));
    }

    private void Forget(Attempt attempt)
    {
        _unfinished.Remove(attempt.Header.Attempt);
        _oldestFirst.Remove(attempt.Age);
    }

    private sealed class Attempt(LabelStreamFrame header, long position, LinkedListNode<UInt128> age)
    {
        public LabelStreamFrame Header => header;

        public long Position => position;

        public LinkedListNode<UInt128> Age => age;

        public bool[] Has { get; } = new bool[header.Count];

        public int Missing { get; set; } = header.Count;

        public long Bytes { get; set; }
    }
}

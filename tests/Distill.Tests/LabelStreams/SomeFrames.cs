using Distill.Pipeline.LabelStreams;

namespace Distill.Tests.LabelStreams;

/// <summary>Frames of chunks, cut as small as a test likes.</summary>
internal static class SomeFrames
{
    public static readonly string Fingerprint = string.Concat(Enumerable.Repeat("5e", 32));

    /// <summary>The frames of one append.</summary>
    public static List<byte[]> Cut(int view, int chunk, UInt128 attempt, byte[] bytes, int piece, string worker = "w-1")
    {
        var count = Math.Max(1, (bytes.Length + piece - 1) / piece);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var part = bytes.AsSpan(index * piece, Math.Min(piece, bytes.Length - (index * piece)));
            var frame = new byte[LabelStreamFrame.Overhead + part.Length];
            new LabelStreamFrame(view, chunk, attempt, worker, index, count, index * piece, bytes.Length).Write(frame, Fingerprint, part);
            return frame;
        })];
    }
}

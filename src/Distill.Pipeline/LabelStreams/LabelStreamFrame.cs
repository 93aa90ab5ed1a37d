using System.Buffers.Binary;
using System.Text;
using Distill.Labels;

namespace Distill.Pipeline.LabelStreams;

/// <summary>The header of one message in a label stream; a piece of an encoded chunk follows it.</summary>
/// <remarks>
/// Little-endian: magic [3] | u8 version | fingerprint [32] | attempt [16] | i32 view | i32 chunk | i32 index | i32 count |
/// i32 offset of the piece in the chunk | i32 bytes of the chunk | u8 length of the worker's id | worker [64] | zeros [3] | u32 CRC-32C of the header
/// so far | piece | u32 CRC-32C of everything before it. The header has a sum of its own, so that a damaged piece can be told by its view
/// and chunk. A frame of view -1 is a barrier: it carries nothing and only marks a place in the stream.
/// </remarks>
/// <param name="View">The view, or -1 for a barrier.</param>
/// <param name="Chunk">The chunk, or -1 for a barrier.</param>
/// <param name="Attempt">Sixteen random bytes that the frames of one append share.</param>
/// <param name="Worker">Who made the chunk.</param>
/// <param name="Index">Which frame of the append this is.</param>
/// <param name="Count">Frames of the append.</param>
/// <param name="Start">Where the piece belongs in the chunk.</param>
/// <param name="Total">Bytes of the chunk.</param>
internal readonly record struct LabelStreamFrame(int View, int Chunk, UInt128 Attempt, string Worker, int Index, int Count, int Start, int Total)
{
    /// <summary>The version that this program writes, and the newest that it reads.</summary>
    public const byte Version = 1;

    /// <summary>Bytes before the piece.</summary>
    public const int HeaderBytes = 148;

    /// <summary>Bytes besides the piece.</summary>
    public const int Overhead = HeaderBytes + sizeof(uint);

    /// <summary>Above this a larger message gains nothing; two of AMQP's own frames hold it.</summary>
    public const int MostBytes = 262_000;

    /// <summary>The longest piece.</summary>
    public const int MostPiece = MostBytes - Overhead;

    /// <summary>The longest worker id.</summary>
    public const int LongestWorker = 64;

    private const int FingerprintBytes = 32;

    private static ReadOnlySpan<byte> Magic => [0xD1, (byte)'L', (byte)'F'];

    /// <summary>Whether this only marks a place.</summary>
    public bool IsBarrier => View == -1;

    /// <summary>Frames that a chunk of so many bytes is cut into.</summary>
    public static int CountOf(int total) => Math.Max(1, (total + MostPiece - 1) / MostPiece);

    /// <summary>Writes header, piece and sums; returns the length of the whole.</summary>
    public int Write(Span<byte> frame, string fingerprint, ReadOnlySpan<byte> piece)
    {
        var header = frame[..HeaderBytes];
        header.Clear();
        Magic.CopyTo(header);
        header[3] = Version;
        Convert.FromHexString(fingerprint, header.Slice(4, FingerprintBytes), out _, out _);
        BinaryPrimitives.WriteUInt128LittleEndian(header[36..], Attempt);
        BinaryPrimitives.WriteInt32LittleEndian(header[52..], View);
        BinaryPrimitives.WriteInt32LittleEndian(header[56..], Chunk);
        BinaryPrimitives.WriteInt32LittleEndian(header[60..], Index);
        BinaryPrimitives.WriteInt32LittleEndian(header[64..], Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[68..], Start);
        BinaryPrimitives.WriteInt32LittleEndian(header[72..], Total);
        header[76] = (byte)Encoding.ASCII.GetBytes(Worker, header.Slice(77, LongestWorker));
        BinaryPrimitives.WriteUInt32LittleEndian(header[144..], Crc32C.Of(header[..144]));
        piece.CopyTo(frame[HeaderBytes..]);
        var end = HeaderBytes + piece.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(frame[end..], Crc32C.Of(frame[..end]));
        return end + sizeof(uint);
    }

    /// <summary>Whether a frame starts as one of ours does, but with a version that came later.</summary>
    public static bool IsNewer(ReadOnlySpan<byte> frame) => frame.Length > Magic.Length && frame.StartsWith(Magic) && frame[3] > Version;

    /// <summary>The header, or <see langword="null"/> when there is no whole and sound one of this label set.</summary>
    public static LabelStreamFrame? ReadHeader(ReadOnlySpan<byte> frame, string fingerprint)
    {
        Span<byte> wanted = stackalloc byte[FingerprintBytes];
        Convert.FromHexString(fingerprint, wanted, out _, out _);
        if (frame.Length < Overhead
            || !frame.StartsWith(Magic)
            || frame[3] != Version
            || BinaryPrimitives.ReadUInt32LittleEndian(frame[144..]) != Crc32C.Of(frame[..144])
            || !frame.Slice(4, FingerprintBytes).SequenceEqual(wanted)
            || frame[76] > LongestWorker)
        {
            return null;
        }

        return new(
            BinaryPrimitives.ReadInt32LittleEndian(frame[52..]),
            BinaryPrimitives.ReadInt32LittleEndian(frame[56..]),
            BinaryPrimitives.ReadUInt128LittleEndian(frame[36..]),
            Encoding.ASCII.GetString(frame.Slice(77, frame[76])),
            BinaryPrimitives.ReadInt32LittleEndian(frame[60..]),
            BinaryPrimitives.ReadInt32LittleEndian(frame[64..]),
            BinaryPrimitives.ReadInt32LittleEndian(frame[68..]),
            BinaryPrimitives.ReadInt32LittleEndian(frame[72..]));
    }

    /// <summary>The piece, given a sound header; whether it is what was sent is said by <see cref="IsSound"/>.</summary>
    public static ReadOnlySpan<byte> PieceOf(ReadOnlySpan<byte> frame) => frame[HeaderBytes..^sizeof(uint)];

    /// <summary>Whether all bytes of a frame are what was sent.</summary>
    public static bool IsSound(ReadOnlySpan<byte> frame) => SumOf(frame) == Crc32C.Of(frame[..^sizeof(uint)]);

    /// <summary>The sum at the end of a frame: enough to know it again.</summary>
    public static uint SumOf(ReadOnlySpan<byte> frame) =>
        frame.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(frame[^sizeof(uint)..]);
}

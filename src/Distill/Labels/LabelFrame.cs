using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Distill.Labels;

/// <summary>
/// A chunk on the wire: a header that says what it is, columns of plain numbers, and sums over all of it. Knows nothing
/// of what the columns mean; <see cref="LabelChunkCodec"/> does.
/// </summary>
/// <remarks>
/// Little-endian throughout:
/// <code>
/// magic "DLCH" | u16 version | u16 columns | u32 header bytes | u32 all bytes
/// fingerprint [32] | calibration digest [32] | i32 view | i32 chunk | i32 count | i32 classes
/// per column: u8 length and name (UTF-8) | u8 element | i32 width | u32 bytes | u32 CRC-32C of those bytes
/// u32 CRC-32C of the header so far
/// the columns' bytes, one after another
/// SHA-256 of everything before it [32]
/// </code>
/// </remarks>
internal sealed record LabelFrame(
    string Fingerprint, string Calibration, int View, int Chunk, int Count, int Classes, IReadOnlyList<LabelFrame.Column> Columns)
{
    private const ushort Version = LabelSet.EncodingVersion;
    private const int Digest = SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "DLCH"u8;

    public byte[] Write()
    {
        var header = HeaderBytes();
        var bytes = GC.AllocateUninitializedArray<byte>(header + Columns.Sum(column => column.Bytes.Length) + Digest);
        WriteHeader(bytes.AsSpan(0, header));
        var end = header;
        foreach (var column in Columns)
        {
            column.Bytes.Span.CopyTo(bytes.AsSpan(end));
            end += column.Bytes.Length;
        }

        SHA256.HashData(bytes.AsSpan(0, end), bytes.AsSpan(end));
        return bytes;
    }

    /// <summary>Reads what <see cref="Write"/> wrote and proves every sum.</summary>
    /// <exception cref="InvalidDataException">The message is the reason, to be put into a sentence.</exception>
    public static LabelFrame Read(ReadOnlyMemory<byte> frame)
    {
        var bytes = frame.Span;
        var reader = new LabelFrameReader(bytes);
        Require(reader.Bytes(Magic.Length).SequenceEqual(Magic), "it does not begin with the mark of a label chunk");
        var version = reader.UInt16();
        Require(version == Version, $"its encoding is version {version} and this program reads version {Version}");
        var columns = reader.UInt16();
        var headerBytes = reader.Int32();
        var allBytes = reader.Int32();
        Require(allBytes == bytes.Length, $"it has {bytes.Length} bytes and should have {allBytes}");
        var (fingerprint, calibration) = (reader.Hex(Digest), reader.Hex(Digest));
        var (view, chunk, count, classes) = (reader.Int32(), reader.Int32(), reader.Int32(), reader.Int32());
        var directory = new (ColumnShape Shape, int Length, uint Crc)[columns];
        for (var i = 0; i < columns; i++)
        {
            var shape = new ColumnShape(reader.Name(), (ColumnElement)reader.Byte(), reader.Int32());
            directory[i] = (shape, reader.Int32(), reader.UInt32());
        }

        var headerSum = Crc32C.Of(bytes[..reader.Position]);
        Require(headerSum == reader.UInt32() && headerBytes == reader.Position, "the checksum of its header does not match");
        var contents = new Column[columns];
        for (var i = 0; i < columns; i++)
        {
            var content = reader.Bytes(directory[i].Length);
            Require(Crc32C.Of(content) == directory[i].Crc, $"the checksum of its column '{directory[i].Shape.Name}' does not match");
            contents[i] = new(directory[i].Shape, frame.Slice(reader.Position - content.Length, content.Length));
        }

        var sum = SHA256.HashData(bytes[..reader.Position]);
        Require(reader.Bytes(Digest).SequenceEqual(sum) && reader.Position == bytes.Length, "its SHA-256 does not match");
        return new(fingerprint, calibration, view, chunk, count, classes, contents);
    }

    /// <summary>How long the frame at the front of these bytes says it is; 0 when it does not say.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 16 && bytes.StartsWith(Magic) ? Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(bytes[12..])) : 0;

    internal static void Require(bool holds, string reason)
    {
        if (!holds)
        {
            throw new InvalidDataException(reason);
        }
    }

    private void WriteHeader(Span<byte> header)
    {
        var writer = new LabelFrameWriter(header);
        writer.Bytes(Magic);
        writer.UInt16(Version);
        writer.UInt16((ushort)Columns.Count);
        writer.Int32(header.Length);
        writer.Int32(header.Length + Columns.Sum(column => column.Bytes.Length) + Digest);
        writer.Hex(Fingerprint, Digest);
        writer.Hex(Calibration, Digest);
        writer.Int32(View);
        writer.Int32(Chunk);
        writer.Int32(Count);
        writer.Int32(Classes);
        foreach (var (shape, content) in Columns)
        {
            writer.Name(shape.Name);
            writer.Byte((byte)shape.Element);
            writer.Int32(shape.Width);
            writer.Int32(content.Length);
            writer.UInt32(Crc32C.Of(content.Span));
        }

        writer.UInt32(Crc32C.Of(header[..writer.Position]));
    }

    private int HeaderBytes() =>
        Magic.Length + 2 + 2 + 4 + 4 + (2 * Digest) + (4 * 4) + 4 + Columns.Sum(column => 14 + Encoding.UTF8.GetByteCount(column.Shape.Name));

    /// <summary>A column's shape and its bytes, where they lie: of the values when it is written, of the frame when it was read.</summary>
    internal sealed record Column(ColumnShape Shape, ReadOnlyMemory<byte> Bytes);
}

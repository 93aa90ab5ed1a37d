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
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        var header = HeaderBytes();
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((ushort)Columns.Count);
        writer.Write(header);
        writer.Write(header + Columns.Sum(column => column.Bytes.Length) + Digest);
        writer.Write(HexToDigest(Fingerprint));
        writer.Write(HexToDigest(Calibration));
        writer.Write(View);
        writer.Write(Chunk);
        writer.Write(Count);
        writer.Write(Classes);
        foreach (var (shape, content) in Columns)
        {
            var name = Encoding.UTF8.GetBytes(shape.Name);
            writer.Write(checked((byte)name.Length));
            writer.Write(name);
            writer.Write((byte)shape.Element);
            writer.Write(shape.Width);
            writer.Write(content.Length);
            writer.Write(Crc32C.Of(content));
        }

        writer.Write(Crc32C.Of(Written(bytes)));
        foreach (var column in Columns)
        {
            writer.Write(column.Bytes);
        }

        writer.Write(SHA256.HashData(Written(bytes)));
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote and proves every sum.</summary>
    /// <exception cref="InvalidDataException">The message is the reason, to be put into a sentence.</exception>
    public static LabelFrame Read(ReadOnlySpan<byte> bytes)
    {
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
            contents[i] = new(directory[i].Shape, content.ToArray());
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

    private static ReadOnlySpan<byte> Written(MemoryStream bytes) => bytes.GetBuffer().AsSpan(0, (int)bytes.Length);

    private static byte[] HexToDigest(string hex) => hex.Length == 0 ? new byte[Digest] : Convert.FromHexString(hex);

    private int HeaderBytes() =>
        Magic.Length + 2 + 2 + 4 + 4 + (2 * Digest) + (4 * 4) + 4 + Columns.Sum(column => 14 + Encoding.UTF8.GetByteCount(column.Shape.Name));

    /// <summary>A column's shape and its bytes.</summary>
    internal sealed record Column(ColumnShape Shape, byte[] Bytes);
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Distill.Labels;

/// <summary>The header of one record in a <see cref="FileLabelLog"/>; the encoded chunk follows it.</summary>
/// <remarks>
/// Little-endian: magic [8] | i32 view | i32 chunk | i32 payload bytes | u32 CRC-32C of the payload | SHA-256 of the payload [32] |
/// u32 CRC-32C of the header so far. The header has a sum of its own so that a reader can trust the length, and can find the
/// next record behind a damaged one.
/// </remarks>
internal readonly record struct LabelLogRecord(int View, int Chunk, int Length, uint Crc, string Sha256)
{
    public const int HeaderBytes = 8 + (4 * 4) + SHA256.HashSizeInBytes + 4;

    /// <summary>The first byte is none of UTF-8 text and the last is the version.</summary>
    public static ReadOnlySpan<byte> Magic => [0xD1, (byte)'L', (byte)'A', (byte)'B', (byte)'L', (byte)'O', (byte)'G', 1];

    /// <summary>Header and payload as one piece, ready to be appended.</summary>
    public static byte[] Write(int view, int chunk, ReadOnlySpan<byte> payload)
    {
        var record = new byte[HeaderBytes + payload.Length];
        var header = record.AsSpan(0, HeaderBytes);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], view);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], chunk);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], Crc32C.Of(payload));
        SHA256.HashData(payload, header[24..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[56..], Crc32C.Of(header[..56]));
        payload.CopyTo(record.AsSpan(HeaderBytes));
        return record;
    }

    /// <summary>The header at the front of these bytes, or <see langword="null"/> when there is no whole and sound one.</summary>
    public static LabelLogRecord? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes
            || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]) < 0
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[56..]) != Crc32C.Of(bytes[..56]))
        {
            return null;
        }

        return new(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
            Convert.ToHexStringLower(bytes.Slice(24, SHA256.HashSizeInBytes)));
    }
}

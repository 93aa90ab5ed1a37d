using System.Buffers.Binary;
using System.Numerics;

namespace Distill.Labels;

/// <summary>
/// CRC-32C (Castagnoli), the checksum of iSCSI and ext4: cheap enough for every column and every log record.
/// </summary>
public static class Crc32C
{
    /// <summary>The checksum of all bytes; of <c>123456789</c> it is 0xE3069283.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}

using System.Buffers.Binary;
using System.Numerics;

namespace Distill.Labels;

/// <summary>
/// CRC-32C (Castagnoli), the checksum of iSCSI and ext4: cheap enough for every column and every log record.
/// </summary>
/// <remarks>
/// The processor's instruction takes three cycles for a result and can begin one in each, so three lanes of a block are summed side by side
/// and put together: a sum is linear, and the sum of a lane that so many bytes follow is the lane's own sum moved over them.
/// </remarks>
public static class Crc32C
{
    private const int Word = sizeof(ulong);
    private const int Lane = 128 * Word;

    private static readonly uint[] s_moved = Moved();

    /// <summary>The checksum of all bytes; of <c>123456789</c> it is 0xE3069283.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 3 * Lane; bytes = bytes[(3 * Lane)..])
        {
            var (first, second, third) = (crc, 0u, 0u);
            for (var at = 0; at < Lane; at += Word)
            {
                first = BitOperations.Crc32C(first, BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]));
                second = BitOperations.Crc32C(second, BinaryPrimitives.ReadUInt64LittleEndian(bytes[(at + Lane)..]));
                third = BitOperations.Crc32C(third, BinaryPrimitives.ReadUInt64LittleEndian(bytes[(at + (2 * Lane))..]));
            }

            crc = MovedByLane(MovedByLane(first) ^ second) ^ third;
        }

        for (; bytes.Length >= Word; bytes = bytes[Word..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    private static uint MovedByLane(uint crc) =>
        s_moved[(byte)crc] ^ s_moved[256 + (byte)(crc >> 8)] ^ s_moved[512 + (byte)(crc >> 16)] ^ s_moved[768 + (crc >> 24)];

    // For each of the four bytes of a sum and each of its values: the sum after a lane of zeros.
    private static uint[] Moved()
    {
        var moved = new uint[4 * 256];
        for (var value = 0; value < moved.Length; value++)
        {
            var crc = (uint)(value % 256) << (value / 256 * 8);
            for (var at = 0; at < Lane; at += Word)
            {
                crc = BitOperations.Crc32C(crc, 0ul);
            }

            moved[value] = crc;
        }

        return moved;
    }
}

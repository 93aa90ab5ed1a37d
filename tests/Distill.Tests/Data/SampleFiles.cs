using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Distill.Tests.Data;

/// <summary>Writes the bytes of tiny but well-formed dataset files.</summary>
internal static class SampleFiles
{
    public static byte[] Text(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    public static byte[] Idx(int[] dimensions, byte[] values)
    {
        byte[] header = [0, 0, 8, (byte)dimensions.Length, .. dimensions.SelectMany(BigEndian)];
        return [.. header, .. values];
    }

    /// <summary>Records whose pixels count up, with these labels; two label bytes have a coarse one first.</summary>
    public static byte[] Cifar(int labelBytes, params byte[] labels) =>
        [.. labels.SelectMany((label, i) => Enumerable.Repeat((byte)7, labelBytes - 1).Append(label)
            .Concat(Enumerable.Range(0, 3072).Select(p => (byte)(p + i))))];

    /// <summary>A PNG file with no filtering, 8 bits a value, of 1 (grey), 3 (RGB) or 4 (RGBA) channels.</summary>
    public static byte[] Png(int width, int height, int channels, byte[] pixels_HWC)
    {
        byte colorType = channels switch { 1 => 0, 3 => 2, _ => 6 };
        var rows = Enumerable.Range(0, height).SelectMany(y => pixels_HWC.Skip(y * width * channels).Take(width * channels).Prepend((byte)0));
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            zlib.Write([.. rows]);
        }

        return
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a,
            .. Chunk("IHDR", [.. BigEndian(width), .. BigEndian(height), 8, colorType, 0, 0, 0]),
            .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>A PNG of one colour.</summary>
    public static byte[] Png(int width, int height, byte red, byte green, byte blue) =>
        Png(width, height, 3, [.. Enumerable.Repeat<byte[]>([red, green, blue], width * height).SelectMany(pixel => pixel)]);

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        return [.. BigEndian(content.Length), .. named, .. BigEndian((int)Crc32(named))];
    }

    private static uint Crc32(byte[] content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320u);
            }
        }

        return ~crc;
    }

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}

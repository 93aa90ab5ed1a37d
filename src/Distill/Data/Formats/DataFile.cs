using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Distill.Data.Decoding;

namespace Distill.Data.Formats;

/// <summary>Reads whole files of a dataset, unpacking gzip where the content says so, whatever the name.</summary>
internal static class DataFile
{
    /// <exception cref="DataProblemException">The file cannot be read or its gzip data is damaged.</exception>
    public static byte[] Read(string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            return bytes is [0x1f, 0x8b, ..] ? Unpack(bytes, file) : bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Problem(file, exception);
        }
    }

    public static string ReadText(string file) => Encoding.UTF8.GetString(Read(file)).TrimStart('\uFEFF');

    /// <param name="packed">A complete gzip file.</param>
    /// <param name="file">Its name, for the sentence when it is damaged.</param>
    public static byte[] Unpack(byte[] packed, string file)
    {
        var stated = packed.Length < 18 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4));
        using var unpacked = new MemoryStream(CanBe(stated, packed) ? (int)stated : 0);
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            gzip.CopyTo(unpacked, 1 << 16);
        }
        catch (InvalidDataException exception)
        {
            throw Broken(packed, unpacked, file, exception);
        }

        // The stream does not miss a checksum and length that are cut off behind complete data.
        if (unpacked.Length != stated)
        {
            throw Broken(packed, unpacked, file, null);
        }

        return unpacked.GetBuffer();
    }

    /// <summary>Deflate packs at most 1032 to 1: a larger claim is a lie that must not cost memory.</summary>
    private static bool CanBe(uint unpackedLength, byte[] packed) =>
        unpackedLength <= packed.Length * 1032L && unpackedLength <= Array.MaxLength;

    private static DataProblemException Broken(byte[] packed, MemoryStream unpacked, string file, Exception? cause) => new(
        $"{file} is cut off or damaged: its gzip data ({packed.Length:N0} bytes) broke off after {unpacked.Length:N0} unpacked bytes; "
        + "fetch the file again.",
        cause);
}

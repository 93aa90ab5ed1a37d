using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

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
            throw new DataProblemException($"{file} cannot be read ({exception.Message}): check that it is a file this user may read.", exception);
        }
    }

    public static string ReadText(string file) => Encoding.UTF8.GetString(Read(file)).TrimStart('\uFEFF');

    /// <param name="packed">A complete gzip file.</param>
    /// <param name="file">Its name, for the sentence when it is damaged.</param>
    public static byte[] Unpack(byte[] packed, string file)
    {
        using var unpacked = new MemoryStream(ExpectedLength(packed));
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            gzip.CopyTo(unpacked, 1 << 16);
        }
        catch (InvalidDataException exception)
        {
            throw new DataProblemException(
                $"{file} is cut off or damaged: its gzip data ({packed.Length:N0} bytes) broke off after {unpacked.Length:N0} unpacked bytes; fetch the file again.",
                exception);
        }

        // The trailer's length was right, so the buffer is usually the content itself.
        return unpacked.Capacity == unpacked.Length ? unpacked.GetBuffer() : unpacked.ToArray();
    }

    /// <summary>
    /// The length that the gzip trailer states, which is only a hint: deflate packs at most 1032 to 1, so a larger claim
    /// is a lie that must not cost memory.
    /// </summary>
    private static int ExpectedLength(byte[] packed)
    {
        var stated = packed.Length < 18 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4));
        return stated <= packed.Length * 1032L && stated <= Array.MaxLength ? (int)stated : 0;
    }
}

using Distill.Tensors.Interop.Images;

namespace Distill.Data.Decoding;

/// <summary>A PNG or JPEG file in memory; which of the two it is, its first bytes say, not its name.</summary>
internal static class PictureFile
{
    /// <summary>Pictures always become red, green and blue, so that grey ones fit between coloured ones.</summary>
    public const int Channels = 3;

    /// <summary>
    /// Goes into digests and fingerprints: to be raised when the same file would give other pixels than before.
    /// </summary>
    public const int Version = 1;

    // A header may claim anything; beyond this the claim is taken for damage, not for a reason to allocate gigabytes.
    private const long MaximumPixels = 1L << 27;

    private enum Kind
    {
        Png,
        Jpeg,
    }

    /// <exception cref="DataProblemException">The file is no picture, or its header is damaged.</exception>
    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> content, string path)
    {
        var kind = KindOf(content, path);
        try
        {
            var (width, height) = kind == Kind.Png ? PngDecoder.ReadSize(content) : JpegDecoder.ReadSize(content);
            return (long)width * height is > 0 and <= MaximumPixels
                ? (width, height)
                : throw new ImageDecodingException($"its header claims {width} x {height} pixels");
        }
        catch (Exception exception) when (exception is ImageDecodingException or DllNotFoundException)
        {
            throw Problem(kind, path, exception);
        }
    }

    /// <param name="content">The whole file.</param>
    /// <param name="pixels_HWC">Exactly height x width x 3 bytes, of the size that <see cref="ReadSize"/> gave.</param>
    /// <param name="path">Where the file is, for the sentence when it is damaged.</param>
    /// <exception cref="DataProblemException">The file is damaged or cut off.</exception>
    public static void Decode(ReadOnlySpan<byte> content, Span<byte> pixels_HWC, string path)
    {
        var kind = KindOf(content, path);
        try
        {
            if (kind == Kind.Png)
            {
                PngDecoder.Decode(content, pixels_HWC);
            }
            else
            {
                JpegDecoder.Decode(content, pixels_HWC);
            }
        }
        catch (Exception exception) when (exception is ImageDecodingException or DllNotFoundException)
        {
            throw Problem(kind, path, exception);
        }
    }

    private static Kind KindOf(ReadOnlySpan<byte> content, string path) => content switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Kind.Png,
        [0xff, 0xd8, ..] => Kind.Jpeg,
        [] => throw new DataProblemException($"{path} is empty: replace or remove the file."),
        _ => throw new DataProblemException(
            $"{path} is neither PNG nor JPEG (it starts with {Convert.ToHexStringLower(content[..Math.Min(4, content.Length)])} at byte 0): convert or remove the file."),
    };

    private static DataProblemException Problem(Kind kind, string path, Exception exception) => kind == Kind.Png
        ? Problem(path, "PNG", PngDecoder.Package, exception)
        : Problem(path, "JPEG", JpegDecoder.Package, exception);

    internal static DataProblemException Problem(string path, string kind, string package, Exception exception) => new(
        exception is DllNotFoundException
            ? $"{path} cannot be decoded because the {kind} library is not installed: run 'apt-get install --no-install-recommends {package}'."
            : $"{path} is no usable {kind} file ({exception.Message}): replace, convert or remove it.",
        exception);
}

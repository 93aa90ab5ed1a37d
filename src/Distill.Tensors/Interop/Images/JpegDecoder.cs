using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop.Images;

/// <summary>
/// Decodes JPEG files by libturbojpeg, which is loaded at the first call. Safe for any number of threads.
/// </summary>
/// <remarks>
/// The accurate transform and smooth chroma upsampling are used: libjpeg-turbo promises the same pixels for them on every
/// processor, so labels made on one machine fit the images that another one decodes.
/// </remarks>
public static unsafe class JpegDecoder
{
    /// <summary>The Debian package that holds the library.</summary>
    public const string Package = "libturbojpeg0";

    /// <summary>Reads width and height from the header; the pixels are not looked at.</summary>
    /// <exception cref="ImageDecodingException">The header is damaged.</exception>
    /// <exception cref="DllNotFoundException">libturbojpeg is not installed.</exception>
    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file)
    {
        fixed (byte* bytes = file)
        {
            var decoder = NewDecoder();
            try
            {
                return ReadHeader(decoder, bytes, file.Length);
            }
            finally
            {
                _ = TurboJpeg.FreeDecoder(decoder);
            }
        }
    }

    /// <summary>
    /// Decodes to 8-bit red, green, blue; grey is repeated. The orientation that a camera notes beside the picture is not
    /// applied. A file that the library would only warn about (cut off, stray bytes) is refused.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="pixels_HWC">Exactly height x width x 3 bytes.</param>
    /// <exception cref="ImageDecodingException">The file is damaged or cut off, or holds inks (CMYK) instead of light.</exception>
    /// <exception cref="DllNotFoundException">libturbojpeg is not installed.</exception>
    public static void Decode(ReadOnlySpan<byte> file, Span<byte> pixels_HWC)
    {
        fixed (byte* bytes = file, pixels = pixels_HWC)
        {
            var decoder = NewDecoder();
            try
            {
                var (width, height) = ReadHeader(decoder, bytes, file.Length);
                ArgumentOutOfRangeException.ThrowIfNotEqual(pixels_HWC.Length, 3L * width * height);
                Check(decoder, TurboJpeg.Decode(
                    decoder, bytes, new CULong((nuint)file.Length), pixels, width, 3 * width, height,
                    TurboJpeg.PixelFormatRgb, TurboJpeg.FlagAccurateDct));
            }
            finally
            {
                _ = TurboJpeg.FreeDecoder(decoder);
            }
        }
    }

    private static (int Width, int Height) ReadHeader(nint decoder, byte* file, int length)
    {
        Check(decoder, TurboJpeg.ReadHeader(
            decoder, file, new CULong((nuint)length), out var width, out var height, out _, out var colorSpace));
        return colorSpace < TurboJpeg.FirstInkColorSpace
            ? (width, height)
            : throw new ImageDecodingException("CMYK colours, which have no defined way to RGB");
    }

    private static nint NewDecoder()
    {
        var decoder = TurboJpeg.NewDecoder();
        return decoder != 0 ? decoder : throw new InsufficientMemoryException("libturbojpeg could not allocate a decoder.");
    }

    private static void Check(nint decoder, int result)
    {
        if (result != 0)
        {
            throw new ImageDecodingException(Marshal.PtrToStringUTF8((nint)TurboJpeg.ErrorText(decoder)) ?? "unknown fault");
        }
    }
}

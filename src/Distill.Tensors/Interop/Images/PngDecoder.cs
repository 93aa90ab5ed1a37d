using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop.Images;

/// <summary>
/// Decodes PNG files by libspng, which is loaded at the first call. Safe for any number of threads.
/// </summary>
public static unsafe class PngDecoder
{
    /// <summary>The Debian package that holds the library.</summary>
    public const string Package = "libspng0";

    /// <summary>Reads width and height from the header; the pixels are not looked at.</summary>
    /// <exception cref="ImageDecodingException">The header is damaged.</exception>
    /// <exception cref="DllNotFoundException">libspng is not installed.</exception>
    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file)
    {
        fixed (byte* bytes = file)
        {
            var context = Open(bytes, file.Length);
            try
            {
                Spng.Header header;
                Check(Spng.GetHeader(context, &header));
                return ((int)header.Width, (int)header.Height);
            }
            finally
            {
                Spng.FreeContext(context);
            }
        }
    }

    /// <summary>
    /// Decodes to 8-bit red, green, blue. Grey is repeated, alpha dropped, 16-bit values lose their low byte; colour
    /// profiles and gamma are not applied.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="pixels_HWC">Exactly height x width x 3 bytes.</param>
    /// <exception cref="ImageDecodingException">The file is damaged or cut off.</exception>
    /// <exception cref="DllNotFoundException">libspng is not installed.</exception>
    public static void Decode(ReadOnlySpan<byte> file, Span<byte> pixels_HWC)
    {
        fixed (byte* bytes = file, pixels = pixels_HWC)
        {
            var context = Open(bytes, file.Length);
            try
            {
                Check(Spng.DecodeImage(context, pixels, (nuint)pixels_HWC.Length, Spng.FormatRgb8, flags: 0));
            }
            finally
            {
                Spng.FreeContext(context);
            }
        }
    }

    private static nint Open(byte* file, int length)
    {
        var context = Spng.NewContext(flags: 0);
        if (context == 0)
        {
            throw new InsufficientMemoryException("libspng could not allocate a decoder.");
        }

        var error = Spng.SetBuffer(context, file, (nuint)length);
        if (error != 0)
        {
            Spng.FreeContext(context);
            Check(error);
        }

        return context;
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new ImageDecodingException(Marshal.PtrToStringUTF8((nint)Spng.ErrorText(error)) ?? $"libspng error {error}");
        }
    }
}

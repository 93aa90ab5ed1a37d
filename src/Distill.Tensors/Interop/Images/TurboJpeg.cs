using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop.Images;

/// <summary>libturbojpeg 2 (Debian: libturbojpeg0), the functions that <see cref="JpegDecoder"/> needs.</summary>
internal static unsafe partial class TurboJpeg
{
    public const int PixelFormatRgb = 0;

    /// <summary>The slow integer transform, whose results are the same with and without vector instructions.</summary>
    public const int FlagAccurateDct = 4096;

    /// <summary>Colour spaces from this number on are CMYK and YCCK, which have no defined way to RGB.</summary>
    public const int FirstInkColorSpace = 3;

    private const string Library = "libturbojpeg.so.0";

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint NewDecoder();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int FreeDecoder(nint decoder);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int ReadHeader(
        nint decoder, byte* file, CULong length, out int width, out int height, out int subsampling, out int colorSpace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decode(
        nint decoder, byte* file, CULong length, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    public static partial byte* ErrorText(nint decoder);
}

using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop.Images;

/// <summary>libspng 0.7 (Debian: libspng0), the functions that <see cref="PngDecoder"/> needs.</summary>
internal static unsafe partial class Spng
{
    /// <summary>8 bits each of red, green and blue; palettes are resolved, 16 bits reduced, alpha dropped.</summary>
    public const int FormatRgb8 = 4;

    private const string Library = "libspng.so.0";

    [StructLayout(LayoutKind.Sequential)]
    public struct Header
    {
        public uint Width;
        public uint Height;
        public byte BitDepth;
        public byte ColorType;
        public byte CompressionMethod;
        public byte FilterMethod;
        public byte InterlaceMethod;
    }

    [LibraryImport(Library, EntryPoint = "spng_ctx_new")]
    public static partial nint NewContext(int flags);

    [LibraryImport(Library, EntryPoint = "spng_ctx_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "spng_set_png_buffer")]
    public static partial int SetBuffer(nint context, byte* file, nuint length);

    [LibraryImport(Library, EntryPoint = "spng_get_ihdr")]
    public static partial int GetHeader(nint context, Header* header);

    [LibraryImport(Library, EntryPoint = "spng_decode_image")]
    public static partial int DecodeImage(nint context, byte* pixels, nuint length, int format, int flags);

    [LibraryImport(Library, EntryPoint = "spng_strerror")]
    public static partial byte* ErrorText(int error);
}

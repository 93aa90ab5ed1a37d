using System.Runtime.InteropServices;
using Distill.Tensors.Interop.Images;
using Xunit;

namespace Distill.Tests.Data;

/// <summary>The decoders of the system, which a machine without pictures to learn from may lack.</summary>
internal static class Picture
{
    /// <summary>Skips the calling test, saying why, where a decoder is not installed.</summary>
    public static void Require()
    {
        foreach (var (library, package) in new[] { ("libspng.so.0", PngDecoder.Package), ("libturbojpeg.so.0", JpegDecoder.Package) })
        {
            if (!NativeLibrary.TryLoad(library, out _))
            {
                Assert.Skip($"Needs {library}: apt-get install --no-install-recommends {package}.");
            }
        }
    }
}

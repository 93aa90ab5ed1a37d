using Distill.Tensors.Interop.Images;

namespace Distill.Acceptance.Dashboard;

/// <summary>What a picture of a page shows, in figures that no renderer's last bit changes.</summary>
internal static class Darkness
{
    private const int Dark = 64;

    /// <summary>Share of dark pixels, and how many different colours there are.</summary>
    public static (double Dark, int Colours) Of(byte[] png)
    {
        var (dark, colours, pixels) = (0, new HashSet<int>(), PixelsOf(png));
        for (var at = 0; at < pixels.Length; at += 3)
        {
            dark += pixels[at] < Dark && pixels[at + 1] < Dark && pixels[at + 2] < Dark ? 1 : 0;
            colours.Add(pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2]);
        }

        return (3.0 * dark / pixels.Length, colours.Count);
    }

    private static byte[] PixelsOf(byte[] png)
    {
        var (width, height) = PngDecoder.ReadSize(png);
        var pixels_HWC = new byte[width * height * 3];
        PngDecoder.Decode(png, pixels_HWC);
        return pixels_HWC;
    }
}

namespace Distill.Data.Augmenting;

/// <summary>Rotation with bilinear interpolation in whole numbers: exactly the same on every machine.</summary>
internal static class Rotation
{
    /// <summary>
    /// For each target pixel, turns back to the place in the source that it shows. Coordinates are 16.16 fixed point, the
    /// weights of the four neighbours have 8 bits; neighbours outside the image are black.
    /// </summary>
    public static void Apply(ReadOnlySpan<byte> source_HWC, Span<byte> target_HWC, ImageShape shape, int cosine, int sine)
    {
        var (width, height) = (shape.Width, shape.Height);
        var target = 0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                // Twice the distance from the centre is whole for even and odd sizes; half a step is taken back by the shift.
                long fromCentreX = 2 * x - (width - 1), fromCentreY = 2 * y - (height - 1);
                var sourceX = (cosine * fromCentreX + sine * fromCentreY + (width - 1L) * Turn.One) >> 1;
                var sourceY = (cosine * fromCentreY - sine * fromCentreX + (height - 1L) * Turn.One) >> 1;
                var (left, top) = ((int)(sourceX >> 16), (int)(sourceY >> 16));
                var (toRight, down) = ((int)(sourceX >> 8) & 255, (int)(sourceY >> 8) & 255);
                for (var c = 0; c < shape.Channels; c++)
                {
                    var upper = Pixel(source_HWC, left, top, c, shape) * (256 - toRight) + Pixel(source_HWC, left + 1, top, c, shape) * toRight;
                    var lower = Pixel(source_HWC, left, top + 1, c, shape) * (256 - toRight) + Pixel(source_HWC, left + 1, top + 1, c, shape) * toRight;
                    target_HWC[target++] = (byte)((upper * (256 - down) + lower * down + (1 << 15)) >> 16);
                }
            }
        }
    }

    private static int Pixel(ReadOnlySpan<byte> source_HWC, int x, int y, int channel, ImageShape shape) =>
        (uint)x < (uint)shape.Width && (uint)y < (uint)shape.Height
            ? source_HWC[(y * shape.Width + x) * shape.Channels + channel]
            : 0;
}

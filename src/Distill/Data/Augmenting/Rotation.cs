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
        var (width, height, channels) = (shape.Width, shape.Height, shape.Channels);
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
                var weights = (
                    UpperLeft: (256 - down) * (256 - toRight), UpperRight: (256 - down) * toRight,
                    LowerLeft: down * (256 - toRight), LowerRight: down * toRight);
                var inside = (uint)left < (uint)(width - 1) && (uint)top < (uint)(height - 1);
                for (var c = 0; c < channels; c++)
                {
                    int sum;
                    if (inside)
                    {
                        var upper = source_HWC.Slice((top * width + left) * channels + c, channels + 1);
                        var lower = source_HWC.Slice(((top + 1) * width + left) * channels + c, channels + 1);
                        sum = upper[0] * weights.UpperLeft + upper[channels] * weights.UpperRight
                            + lower[0] * weights.LowerLeft + lower[channels] * weights.LowerRight;
                    }
                    else
                    {
                        sum = Pixel(source_HWC, left, top, c, shape) * weights.UpperLeft
                            + Pixel(source_HWC, left + 1, top, c, shape) * weights.UpperRight
                            + Pixel(source_HWC, left, top + 1, c, shape) * weights.LowerLeft
                            + Pixel(source_HWC, left + 1, top + 1, c, shape) * weights.LowerRight;
                    }

                    target_HWC[target++] = (byte)((sum + (1 << 15)) >> 16);
                }
            }
        }
    }

    private static int Pixel(ReadOnlySpan<byte> source_HWC, int x, int y, int channel, ImageShape shape) =>
        (uint)x < (uint)shape.Width && (uint)y < (uint)shape.Height
            ? source_HWC[(y * shape.Width + x) * shape.Channels + channel]
            : 0;
}

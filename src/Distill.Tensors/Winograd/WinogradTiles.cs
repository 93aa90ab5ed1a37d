using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace Distill.Tensors.Winograd;

/// <summary>
/// Images as tiles of 4 x 4 pixels: between an image (pixels row by row, the channels of one side by side) and the 36 planes of a block of
/// tiles. A plane has a row of channels for each tile.
/// </summary>
/// <param name="height">Rows of an image.</param>
/// <param name="width">Columns of an image.</param>
internal readonly unsafe struct WinogradTiles(int height, int width)
{
    /// <summary>Pixels from a tile to the next, in both directions.</summary>
    public const int Side = 4;

    /// <summary>Planes of a block: a tile with its surroundings is 6 x 6 pixels.</summary>
    public const int Planes = 36;

    /// <summary>Pixels of a tile with its surroundings, in both directions.</summary>
    public const int Window = 6;

    /// <summary>Tiles of one image; those at the right and at the bottom may reach beyond it.</summary>
    public int PerImage => Down * Across;

    private int Down => (height + Side - 1) / Side;

    private int Across => (width + Side - 1) / Side;

    private nint Image(int tile, int channels) => (nint)(tile / PerImage) * height * width * channels;

    private (int Row, int Column) Corner(int tile) => (tile % PerImage / Across * Side, tile % PerImage % Across * Side);

    /// <summary>Writes one tile of the input, with the pixel around it, into row <paramref name="row"/> of the planes.</summary>
    /// <param name="images_NHWC">All images; what is around them is zero.</param>
    /// <param name="channels">Channels, a multiple of eight.</param>
    /// <param name="tile">The tile, counted through all images.</param>
    /// <param name="planes">Where the planes are.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    /// <param name="row">The tile's row there.</param>
    /// <param name="zeros">Six pixels of zeros.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public void ReadInput(float* images_NHWC, int channels, int tile, float* planes, nint plane, int row, float* zeros)
    {
        var (top, left) = Corner(tile);
        float* image = images_NHWC + Image(tile, channels);
        float** line = stackalloc float*[Window];
        for (int i = 0; i < Window; i++)
        {
            int y = top - 1 + i;
            line[i] = (uint)y < (uint)height ? image + ((nint)y * width + left - 1) * channels : zeros;
        }

        Lanes* half = stackalloc Lanes[Planes];
        for (int c = 0; c < channels; c += 8)
        {
            float* d0 = line[0] + c, d1 = line[1] + c, d2 = line[2] + c, d3 = line[3] + c, d4 = line[4] + c, d5 = line[5] + c;
            for (int j = 0; j < Window; j++)
            {
                if ((uint)(left - 1 + j) >= (uint)width)
                {
                    half[j] = half[j + 6] = half[j + 12] = half[j + 18] = half[j + 24] = half[j + 30] = Lanes.Zero;
                    continue;
                }

                nint x = (nint)j * channels;
                WinogradTransforms.Input(
                    Vector256.Load(d0 + x), Vector256.Load(d1 + x), Vector256.Load(d2 + x), Vector256.Load(d3 + x), Vector256.Load(d4 + x), Vector256.Load(d5 + x),
                    out var h0, out var h1, out var h2, out var h3, out var h4, out var h5);
                half[j] = h0;
                half[j + 6] = h1;
                half[j + 12] = h2;
                half[j + 18] = h3;
                half[j + 24] = h4;
                half[j + 30] = h5;
            }

            float* to = planes + (nint)row * channels + c;
            for (int i = 0; i < Window; i++, to += Window * plane)
            {
                Lanes* h = half + i * Window;
                WinogradTransforms.Input(h[0], h[1], h[2], h[3], h[4], h[5], out var v0, out var v1, out var v2, out var v3, out var v4, out var v5);
                Write(to, plane, v0, v1, v2, v3, v4, v5);
            }
        }
    }

    /// <summary>Writes one tile of the output's gradient into row <paramref name="row"/> of the planes; parameters as for <see cref="ReadInput"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public void ReadGradient(float* gradients_NHWC, int channels, int tile, float* planes, nint plane, int row, float* zeros)
    {
        var (top, left) = Corner(tile);
        float* image = gradients_NHWC + Image(tile, channels);
        float** line = stackalloc float*[Side];
        for (int i = 0; i < Side; i++)
            line[i] = top + i < height ? image + ((nint)(top + i) * width + left) * channels : zeros;

        Lanes* half = stackalloc Lanes[Window * Side];
        for (int c = 0; c < channels; c += 8)
        {
            float* d0 = line[0] + c, d1 = line[1] + c, d2 = line[2] + c, d3 = line[3] + c;
            for (int j = 0; j < Side; j++)
            {
                if (left + j >= width)
                {
                    half[j] = half[j + 4] = half[j + 8] = half[j + 12] = half[j + 16] = half[j + 20] = Lanes.Zero;
                    continue;
                }

                nint x = (nint)j * channels;
                WinogradTransforms.OutputGradient(
                    Vector256.Load(d0 + x), Vector256.Load(d1 + x), Vector256.Load(d2 + x), Vector256.Load(d3 + x),
                    out var h0, out var h1, out var h2, out var h3, out var h4, out var h5);
                half[j] = h0;
                half[j + 4] = h1;
                half[j + 8] = h2;
                half[j + 12] = h3;
                half[j + 16] = h4;
                half[j + 20] = h5;
            }

            float* to = planes + (nint)row * channels + c;
            for (int i = 0; i < Window; i++, to += Window * plane)
            {
                Lanes* h = half + i * Side;
                WinogradTransforms.OutputGradient(h[0], h[1], h[2], h[3], out var m0, out var m1, out var m2, out var m3, out var m4, out var m5);
                Write(to, plane, m0, m1, m2, m3, m4, m5);
            }
        }
    }

    /// <summary>Writes eight channels of six planes that follow one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(float* to, nint plane, Lanes v0, Lanes v1, Lanes v2, Lanes v3, Lanes v4, Lanes v5)
    {
        v0.Store(to);
        v1.Store(to + plane);
        v2.Store(to + 2 * plane);
        v3.Store(to + 3 * plane);
        v4.Store(to + 4 * plane);
        v5.Store(to + 5 * plane);
    }

    /// <summary>Writes one tile of the output from row <paramref name="row"/> of the planes, and what comes after the convolution with it.</summary>
    /// <param name="planes">Where the planes are.</param>
    /// <param name="plane">Floats from a plane to the next.</param>
    /// <param name="row">The tile's row there.</param>
    /// <param name="tile">The tile, counted through all images.</param>
    /// <param name="channels">Channels of the output, a multiple of eight.</param>
    /// <param name="ending">What is done to a value before it is written.</param>
    /// <param name="output_NHWK">Where all images of the output are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public void WriteOutput(float* planes, nint plane, int row, int tile, int channels, in WinogradEnding ending, float* output_NHWK)
    {
        var (top, left) = Corner(tile);
        nint line = (nint)width * channels;
        nint corner = Image(tile, channels) + top * line + (nint)left * channels;
        Lanes* half = stackalloc Lanes[Side * Window];
        int rows = Math.Min(Side, height - top), columns = Math.Min(Side, width - left);
        for (int k = 0; k < channels; k += 8)
        {
            float* from = planes + (nint)row * channels + k;
            for (int j = 0; j < Window; j++, from += plane)
            {
                WinogradTransforms.Output(
                    Vector256.Load(from), Vector256.Load(from + 6 * plane), Vector256.Load(from + 12 * plane), Vector256.Load(from + 18 * plane),
                    Vector256.Load(from + 24 * plane), Vector256.Load(from + 30 * plane), out var h0, out var h1, out var h2, out var h3);
                half[j] = h0;
                half[j + 6] = h1;
                half[j + 12] = h2;
                half[j + 18] = h3;
            }

            var bias = ending.Bias_K == null ? Lanes.Zero : Vector256.Load(ending.Bias_K + k);
            nint pixel = corner + k;
            for (int i = 0; i < rows; i++, pixel += line)
            {
                Lanes* h = half + i * Window;
                WinogradTransforms.Output(h[0], h[1], h[2], h[3], h[4], h[5], out var y0, out var y1, out var y2, out var y3);
                End(y0 + bias, ending, pixel, output_NHWK);
                if (columns > 1) End(y1 + bias, ending, pixel + channels, output_NHWK);
                if (columns > 2) End(y2 + bias, ending, pixel + 2 * channels, output_NHWK);
                if (columns > 3) End(y3 + bias, ending, pixel + 3 * channels, output_NHWK);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End(Lanes value, in WinogradEnding ending, nint pixel, float* output_NHWK)
    {
        if (ending.Addend_NHWK != null) value += Vector256.Load(ending.Addend_NHWK + pixel);
        if (ending.Relu) value = Vector256.Max(value, Lanes.Zero);
        value.Store(output_NHWK + pixel);
    }
}

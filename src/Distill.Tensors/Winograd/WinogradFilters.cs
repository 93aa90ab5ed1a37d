using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace Distill.Tensors.Winograd;

/// <summary>Weights of 3 x 3 to and from the 36 planes of transformed ones.</summary>
internal static unsafe class WinogradFilters
{
    private const int Window = 6;
    private const int Kernel = 3;

    /// <summary>Floats of all planes.</summary>
    public static nint Size(int inputs, int outputs) => (nint)WinogradTiles.Planes * inputs * outputs;

    /// <summary>Writes planes of input by output channels, in panels, as <see cref="WinogradProducts.Multiply"/> takes them.</summary>
    /// <param name="weight_CHWK">Weights in memory input channel, row, column, output channel.</param>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">K, a multiple of <see cref="WinogradProducts.Panel"/>.</param>
    /// <param name="turned">Whether the kernel is turned by half a circle, as it is where gradients go back.</param>
    /// <param name="planes">Where the planes are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Transform(float* weight_CHWK, int inputs, int outputs, bool turned, float* planes)
    {
        Lanes* half = stackalloc Lanes[Window * Kernel];
        nint pixel = turned ? -outputs : outputs, plane = (nint)inputs * outputs;
        for (int c = 0; c < inputs; c++)
        {
            for (int k = 0; k < outputs; k += 8)
            {
                float* g = weight_CHWK + ((nint)c * 9 + (turned ? 8 : 0)) * outputs + k;
                for (int j = 0; j < Kernel; j++, g += pixel)
                {
                    WinogradTransforms.Filter(
                        Vector256.Load(g), Vector256.Load(g + 3 * pixel), Vector256.Load(g + 6 * pixel),
                        out var h0, out var h1, out var h2, out var h3, out var h4, out var h5);
                    half[j] = h0;
                    half[j + 3] = h1;
                    half[j + 6] = h2;
                    half[j + 9] = h3;
                    half[j + 12] = h4;
                    half[j + 15] = h5;
                }

                int panel = k / WinogradProducts.Panel * WinogradProducts.Panel;
                float* to = planes + (nint)panel * inputs + (nint)c * WinogradProducts.Panel + (k - panel);
                for (int i = 0; i < Window; i++, to += Window * plane)
                {
                    Lanes* h = half + i * Kernel;
                    WinogradTransforms.Filter(h[0], h[1], h[2], out var u0, out var u1, out var u2, out var u3, out var u4, out var u5);
                    WinogradTiles.Write(to, plane, u0, u1, u2, u3, u4, u5);
                }
            }
        }
    }

    /// <summary>The gradient of the weights from that of the planes, which here are output by input channels and not in panels.</summary>
    /// <param name="planes_KC">36 planes, one after another.</param>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">K.</param>
    /// <param name="weight_KHWC">Where the gradient is written: output channel, row, column, input channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Gradient(float* planes_KC, int inputs, int outputs, float* weight_KHWC)
    {
        Lanes* half = stackalloc Lanes[Kernel * Window];
        nint plane = (nint)inputs * outputs;
        for (int k = 0; k < outputs; k++)
        {
            for (int c = 0; c < inputs; c += 8)
            {
                float* from = planes_KC + (nint)k * inputs + c;
                for (int j = 0; j < Window; j++, from += plane)
                {
                    WinogradTransforms.FilterGradient(
                        Vector256.Load(from), Vector256.Load(from + 6 * plane), Vector256.Load(from + 12 * plane), Vector256.Load(from + 18 * plane),
                        Vector256.Load(from + 24 * plane), Vector256.Load(from + 30 * plane), out var h0, out var h1, out var h2);
                    half[j] = h0;
                    half[j + 6] = h1;
                    half[j + 12] = h2;
                }

                float* to = weight_KHWC + (nint)k * 9 * inputs + c;
                for (int i = 0; i < Kernel; i++, to += Kernel * inputs)
                {
                    Lanes* h = half + i * Window;
                    WinogradTransforms.FilterGradient(h[0], h[1], h[2], h[3], h[4], h[5], out var g0, out var g1, out var g2);
                    g0.Store(to);
                    g1.Store(to + inputs);
                    g2.Store(to + 2 * inputs);
                }
            }
        }
    }
}

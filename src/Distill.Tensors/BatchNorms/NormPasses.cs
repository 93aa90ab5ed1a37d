using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace Distill.Tensors.BatchNorms;

/// <summary>
/// The four passes of a batch normalisation with what follows it, over pixels whose channels lie side by side. Each goes through blocks of pixels
/// that stay in the first cache, eight channels at a time, so that sums stay in registers; the blocks' sums are added in 64 bits.
/// </summary>
/// <remarks>
/// Ioffe and Szegedy, "Batch Normalization", 2015, algorithm 1 and the gradients below it; z = scale x + shift + addend, y = activation(z).
/// The gradients' passes compute z anew: that is cheaper than reading it.
/// </remarks>
internal static unsafe class NormPasses
{
    private const int BlockFloats = 4096;

    /// <summary>Pixels that are worked on at once.</summary>
    public static int BlockPixels(int channels) => Math.Max(1, BlockFloats / channels);

    /// <summary>Adds x - pivot and its square, per channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moments(float* x_PC, float* pivot_C, int pixels, int channels, double* sums_C, double* squares_C)
    {
        for (int c = 0; c < channels; c += 8)
        {
            var pivot = Vector256.Load(pivot_C + c);
            Lanes sum = Lanes.Zero, squares = Lanes.Zero;
            float* x = x_PC + c;
            for (int p = 0; p < pixels; p++, x += channels)
            {
                var value = Vector256.Load(x) - pivot;
                sum += value;
                squares = Fma.MultiplyAdd(value, value, squares);
            }

            Add(sum, sums_C + c);
            Add(squares, squares_C + c);
        }
    }

    /// <summary>y = activation(scale x + shift + addend).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* x_PC, float* addend_PC, in NormFactors factors, Activation activation, int pixels, int channels, float* y_PC)
    {
        var (least, most) = Range(activation);
        for (int c = 0; c < channels; c += 8)
        {
            Lanes scale = Vector256.Load(factors.Scale_C + c), shift = Vector256.Load(factors.Shift_C + c);
            nint at = c;
            for (int p = 0; p < pixels; p++, at += channels)
            {
                var z = Fma.MultiplyAdd(Vector256.Load(x_PC + at), scale, shift);
                if (addend_PC != null) z += Vector256.Load(addend_PC + at);
                Vector256.Min(Vector256.Max(z, least), most).Store(y_PC + at);
            }
        }
    }

    /// <summary>Adds g and g (x - mean), per channel, where g is the gradient of z; writes g where the addend wants it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GradientSums(
        float* x_PC, float* addend_PC, float* gradient_PC, in NormFactors factors, Activation activation, int pixels, int channels,
        float* addendGradient_PC, double* sums_C, double* products_C)
    {
        var (least, most) = Range(activation);
        for (int c = 0; c < channels; c += 8)
        {
            Lanes scale = Vector256.Load(factors.Scale_C + c), shift = Vector256.Load(factors.Shift_C + c), mean = Vector256.Load(factors.Mean_C + c);
            Lanes sum = Lanes.Zero, products = Lanes.Zero;
            nint at = c;
            for (int p = 0; p < pixels; p++, at += channels)
            {
                var x = Vector256.Load(x_PC + at);
                var z = Fma.MultiplyAdd(x, scale, shift);
                if (addend_PC != null) z += Vector256.Load(addend_PC + at);
                var g = Vector256.Load(gradient_PC + at) & Vector256.GreaterThan(z, least) & Vector256.LessThan(z, most);
                if (addendGradient_PC != null) g.Store(addendGradient_PC + at);
                sum += g;
                products = Fma.MultiplyAdd(g, x - mean, products);
            }

            Add(sum, sums_C + c);
            Add(products, products_C + c);
        }
    }

    /// <summary>The gradient of x: scale g + slope x + offset, where g is computed from the gradient of y anew, or is what the addend got.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient(
        float* x_PC, float* gradient_PC, float* addendGradient_PC, in NormFactors factors, Activation activation, float* slope_C, float* offset_C, int pixels, int channels,
        float* inputGradient_PC)
    {
        var (least, most) = Range(activation);
        for (int c = 0; c < channels; c += 8)
        {
            Lanes scale = Vector256.Load(factors.Scale_C + c), shift = Vector256.Load(factors.Shift_C + c);
            Lanes slope = Vector256.Load(slope_C + c), offset = Vector256.Load(offset_C + c);
            nint at = c;
            for (int p = 0; p < pixels; p++, at += channels)
            {
                var x = Vector256.Load(x_PC + at);
                Lanes g;
                if (addendGradient_PC != null)
                {
                    g = Vector256.Load(addendGradient_PC + at);
                }
                else
                {
                    var z = Fma.MultiplyAdd(x, scale, shift);
                    g = Vector256.Load(gradient_PC + at) & Vector256.GreaterThan(z, least) & Vector256.LessThan(z, most);
                }

                Fma.MultiplyAdd(g, scale, Fma.MultiplyAdd(x, slope, offset)).Store(inputGradient_PC + at);
            }
        }
    }

    // Between them an activation is the identity, outside it does not change.
    private static (Lanes Least, Lanes Most) Range(Activation activation) => (
        Vector256.Create(activation == Activation.None ? float.NegativeInfinity : 0),
        Vector256.Create(activation == Activation.Relu6 ? 6 : float.PositiveInfinity));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Lanes values, double* sums)
    {
        (Vector256.Load(sums) + Avx.ConvertToVector256Double(values.GetLower())).Store(sums);
        (Vector256.Load(sums + 4) + Avx.ConvertToVector256Double(values.GetUpper())).Store(sums + 4);
    }
}

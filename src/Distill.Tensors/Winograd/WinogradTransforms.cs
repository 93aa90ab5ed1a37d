using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.Intrinsics.Vector256;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace Distill.Tensors.Winograd;

/// <summary>
/// The one-dimensional transforms of F(4, 3): four outputs of a convolution with three weights by six multiplications instead of twelve. In two
/// dimensions each is applied to the columns and then to the rows, and 36 multiplications stand for 144.
/// </summary>
/// <remarks>
/// Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016, section 4.3: y = Aᵀ [(G g) ⊙ (Bᵀ d)] with the
/// points 0, 1, -1, 2, -2 and infinity. Each lane is a channel of its own.
/// </remarks>
internal static class WinogradTransforms
{
    /// <summary>Bᵀ: six pixels of the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(
        Lanes d0, Lanes d1, Lanes d2, Lanes d3, Lanes d4, Lanes d5, out Lanes v0, out Lanes v1, out Lanes v2, out Lanes v3, out Lanes v4, out Lanes v5)
    {
        Lanes two = Create(2f), four = Create(4f), five = Create(5f);
        v0 = Fma.MultiplyAdd(four, d0, Fma.MultiplyAddNegated(five, d2, d4));
        var even = Fma.MultiplyAddNegated(four, d2, d4);
        var odd = Fma.MultiplyAddNegated(four, d1, d3);
        v1 = even + odd;
        v2 = even - odd;
        even = d4 - d2;
        odd = d3 - d1;
        v3 = Fma.MultiplyAdd(two, odd, even);
        v4 = Fma.MultiplyAddNegated(two, odd, even);
        v5 = Fma.MultiplyAdd(four, d1, Fma.MultiplyAddNegated(five, d3, d5));
    }

    /// <summary>Aᵀ: four pixels of the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(Lanes m0, Lanes m1, Lanes m2, Lanes m3, Lanes m4, Lanes m5, out Lanes y0, out Lanes y1, out Lanes y2, out Lanes y3)
    {
        Lanes sum1 = m1 + m2, difference1 = m1 - m2, sum2 = m3 + m4, difference2 = m3 - m4;
        y0 = m0 + sum1 + sum2;
        y1 = Fma.MultiplyAdd(Create(2f), difference2, difference1);
        y2 = Fma.MultiplyAdd(Create(4f), sum2, sum1);
        y3 = Fma.MultiplyAdd(Create(8f), difference2, difference1) + m5;
    }

    /// <summary>A: what four gradients of the output say of the six products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(
        Lanes y0, Lanes y1, Lanes y2, Lanes y3, out Lanes m0, out Lanes m1, out Lanes m2, out Lanes m3, out Lanes m4, out Lanes m5)
    {
        Lanes four = Create(4f);
        Lanes even = y0 + y2, odd = y1 + y3;
        m0 = y0;
        m1 = even + odd;
        m2 = even - odd;
        even = Fma.MultiplyAdd(four, y2, y0);
        odd = Create(2f) * Fma.MultiplyAdd(four, y3, y1);
        m3 = even + odd;
        m4 = even - odd;
        m5 = y3;
    }

    /// <summary>G: three weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(Lanes g0, Lanes g1, Lanes g2, out Lanes u0, out Lanes u1, out Lanes u2, out Lanes u3, out Lanes u4, out Lanes u5)
    {
        var sum = (g0 + g2) * Create(-1f / 6);
        var middle = g1 * Create(-1f / 6);
        u0 = g0 * Create(1f / 4);
        u1 = sum + middle;
        u2 = sum - middle;
        sum = Fma.MultiplyAdd(g2, Create(1f / 6), g0 * Create(1f / 24));
        middle = g1 * Create(1f / 12);
        u3 = sum + middle;
        u4 = sum - middle;
        u5 = g2;
    }

    /// <summary>Gᵀ: what the gradients of the six transformed weights say of the three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FilterGradient(Lanes u0, Lanes u1, Lanes u2, Lanes u3, Lanes u4, Lanes u5, out Lanes g0, out Lanes g1, out Lanes g2)
    {
        var near = (u1 + u2) * Create(-1f / 6);
        var far = u3 + u4;
        g0 = Fma.MultiplyAdd(u0, Create(1f / 4), Fma.MultiplyAdd(far, Create(1f / 24), near));
        g1 = Fma.MultiplyAdd(u3 - u4, Create(1f / 12), (u2 - u1) * Create(1f / 6));
        g2 = Fma.MultiplyAdd(far, Create(1f / 6), near) + u5;
    }
}

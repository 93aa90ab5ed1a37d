using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.Intrinsics.Vector256;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace Distill.Tensors.Winograd;

/// <summary>The matrix products between the transforms. Twelve or eight sums stay in registers, which keeps the multipliers of AVX2 busy.</summary>
internal static unsafe class WinogradProducts
{
    /// <summary>Columns of a panel of weights.</summary>
    public const int Panel = 16;

    /// <summary>Rows that <see cref="Multiply"/> takes at once; it writes whole groups, so a result needs room for a multiple of it.</summary>
    public const int Rows = 6;

    /// <summary>m = v · u.</summary>
    /// <param name="v_PC">Tiles by input channels.</param>
    /// <param name="u_CK">Input by output channels, in panels of <see cref="Panel"/> output channels one after another.</param>
    /// <param name="m_PK">Tiles by output channels.</param>
    /// <param name="tiles">P, rounded up to a multiple of <see cref="Rows"/> by what is done.</param>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">K, a multiple of <see cref="Panel"/>.</param>
    public static void Multiply(float* v_PC, float* u_CK, float* m_PK, int tiles, int inputs, int outputs)
    {
        for (int k = 0; k < outputs; k += Panel) MultiplyPanel(v_PC, u_CK + (nint)k * inputs, m_PK + k, tiles, inputs, outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanel(float* v, float* panel, float* m, int tiles, int inputs, int outputs)
    {
        for (int p = 0; p < tiles; p += Rows)
        {
            Lanes a0 = Lanes.Zero, a1 = Lanes.Zero, b0 = Lanes.Zero, b1 = Lanes.Zero, c0 = Lanes.Zero, c1 = Lanes.Zero;
            Lanes d0 = Lanes.Zero, d1 = Lanes.Zero, e0 = Lanes.Zero, e1 = Lanes.Zero, f0 = Lanes.Zero, f1 = Lanes.Zero;
            float* u = panel, va = v, vb = va + inputs, vc = vb + inputs, vd = vc + inputs, ve = vd + inputs, vf = ve + inputs;
            for (nint c = 0; c < inputs; c++, u += Panel)
            {
                Lanes u0 = Load(u), u1 = Load(u + 8);
                var one = Create(va[c]);
                a0 = Fma.MultiplyAdd(one, u0, a0);
                a1 = Fma.MultiplyAdd(one, u1, a1);
                one = Create(vb[c]);
                b0 = Fma.MultiplyAdd(one, u0, b0);
                b1 = Fma.MultiplyAdd(one, u1, b1);
                one = Create(vc[c]);
                c0 = Fma.MultiplyAdd(one, u0, c0);
                c1 = Fma.MultiplyAdd(one, u1, c1);
                one = Create(vd[c]);
                d0 = Fma.MultiplyAdd(one, u0, d0);
                d1 = Fma.MultiplyAdd(one, u1, d1);
                one = Create(ve[c]);
                e0 = Fma.MultiplyAdd(one, u0, e0);
                e1 = Fma.MultiplyAdd(one, u1, e1);
                one = Create(vf[c]);
                f0 = Fma.MultiplyAdd(one, u0, f0);
                f1 = Fma.MultiplyAdd(one, u1, f1);
            }

            v = vf + inputs;
            m = Write(m, outputs, a0, a1);
            m = Write(m, outputs, b0, b1);
            m = Write(m, outputs, c0, c1);
            m = Write(m, outputs, d0, d1);
            m = Write(m, outputs, e0, e1);
            m = Write(m, outputs, f0, f1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Write(float* row, int width, Lanes low, Lanes high)
    {
        low.Store(row);
        high.Store(row + 8);
        return row + width;
    }

    /// <summary>u += mᵀ · v: what tiles add to the gradient of the transformed weights.</summary>
    /// <param name="m_PK">Gradients by output channels.</param>
    /// <param name="v_PC">Tiles by input channels.</param>
    /// <param name="u_KC">Output by input channels; both numbers are multiples of <see cref="Panel"/>.</param>
    /// <param name="tiles">P.</param>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">K.</param>
    public static void Accumulate(float* m_PK, float* v_PC, float* u_KC, int tiles, int inputs, int outputs)
    {
        for (int c = 0; c < inputs; c += Panel)
        {
            for (int k = 0; k < outputs; k += 4) AccumulateBlock(m_PK + k, v_PC + c, u_KC + (nint)k * inputs + c, tiles, inputs, outputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AccumulateBlock(float* m, float* v, float* u, int tiles, int inputs, int outputs)
    {
        float* ua = u, ub = ua + inputs, uc = ub + inputs, ud = uc + inputs;
        Lanes a0 = Load(ua), a1 = Load(ua + 8), b0 = Load(ub), b1 = Load(ub + 8), c0 = Load(uc), c1 = Load(uc + 8), d0 = Load(ud), d1 = Load(ud + 8);
        for (int p = 0; p < tiles; p++, m += outputs, v += inputs)
        {
            Lanes v0 = Load(v), v1 = Load(v + 8);
            var one = Create(m[0]);
            a0 = Fma.MultiplyAdd(one, v0, a0);
            a1 = Fma.MultiplyAdd(one, v1, a1);
            one = Create(m[1]);
            b0 = Fma.MultiplyAdd(one, v0, b0);
            b1 = Fma.MultiplyAdd(one, v1, b1);
            one = Create(m[2]);
            c0 = Fma.MultiplyAdd(one, v0, c0);
            c1 = Fma.MultiplyAdd(one, v1, c1);
            one = Create(m[3]);
            d0 = Fma.MultiplyAdd(one, v0, d0);
            d1 = Fma.MultiplyAdd(one, v1, d1);
        }

        Write(ua, 0, a0, a1);
        Write(ub, 0, b0, b1);
        Write(uc, 0, c0, c1);
        Write(ud, 0, d0, d1);
    }
}

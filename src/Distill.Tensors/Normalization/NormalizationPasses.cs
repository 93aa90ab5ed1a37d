using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace Distill.Tensors.Normalization;

/// <summary>The loops of a normalisation over the pixels of a batch, channels innermost, eight channels at a time.</summary>
/// <param name="channels">C, a multiple of eight.</param>
internal readonly unsafe struct NormalizationPasses(int channels)
{
    /// <summary>Channels that are taken at once.</summary>
    public const int Width = 8;

    // For each value of a byte eight lanes, all bits set where the byte's bit is. Making them from the byte takes longer than reading them.
    private static readonly float[] MaskTable = MakeMasks();

    private static float* Masks => (float*)Unsafe.AsPointer(ref MaskTable[0]);

    /// <summary>Sums of x - origin and of its squares, over a block of pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddMoments(float* x_PC, float* origin, int pixels, float* sums)
    {
        for (int c = 0; c < channels; c += Width)
        {
            var start = Vector256.Load(origin + c);
            Lanes sum0 = Lanes.Zero, sum1 = Lanes.Zero, square0 = Lanes.Zero, square1 = Lanes.Zero;
            float* x = x_PC + c;
            int p = 0;
            for (; p + 2 <= pixels; p += 2, x += 2 * channels)
            {
                Lanes d0 = Vector256.Load(x) - start, d1 = Vector256.Load(x + channels) - start;
                sum0 += d0;
                sum1 += d1;
                square0 = Fma.MultiplyAdd(d0, d0, square0);
                square1 = Fma.MultiplyAdd(d1, d1, square1);
            }

            if (p < pixels)
            {
                var d = Vector256.Load(x) - start;
                sum0 += d;
                square0 = Fma.MultiplyAdd(d, d, square0);
            }

            (sum0 + sum1).Store(sums + c);
            (square0 + square1).Store(sums + channels + c);
        }
    }

    /// <summary>y = clamp(x · scale + shift + addend, 0, ceiling), and a bit for each value that the clamp left as it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* x_PC, float* addend_PC, float* scale, float* shift, float ceiling, long first, long end, float* y_PC, byte* open)
    {
        var top = Vector256.Create(ceiling);
        for (long at = first * channels; at < end * channels;)
        {
            for (int c = 0; c < channels; c += Width, at += Width)
            {
                var value = Fma.MultiplyAdd(Vector256.Load(x_PC + at), Vector256.Load(scale + c), Vector256.Load(shift + c));
                if (addend_PC != null) value += Vector256.Load(addend_PC + at);
                open[at / Width] = (byte)(Vector256.GreaterThan(value, Lanes.Zero) & Vector256.LessThan(value, top)).ExtractMostSignificantBits();
                // Of two values the instructions take the second where one is not a number, so that such a value stays one.
                Avx.Min(top, Avx.Max(Lanes.Zero, value)).Store(y_PC + at);
            }
        }
    }

    /// <summary>Sums of the gradient that the clamp lets through and of its product with x - mean; that gradient itself is written where there is a place for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddGradients(float* gradient_PC, byte* open, float* x_PC, float* mean, int pixels, float* through_PC, float* sums)
    {
        float* masks = Masks;
        for (int c = 0; c < channels; c += Width)
        {
            var middle = Vector256.Load(mean + c);
            Lanes sum0 = Lanes.Zero, sum1 = Lanes.Zero, product0 = Lanes.Zero, product1 = Lanes.Zero;
            nint at = c, end = (nint)pixels * channels;
            for (; at + channels < end; at += 2 * channels)
            {
                nint next = at + channels;
                var gradient0 = Masked(gradient_PC + at, masks, open[at / Width]);
                var gradient1 = Masked(gradient_PC + next, masks, open[next / Width]);
                if (through_PC != null)
                {
                    gradient0.Store(through_PC + at);
                    gradient1.Store(through_PC + next);
                }

                sum0 += gradient0;
                sum1 += gradient1;
                product0 = Fma.MultiplyAdd(gradient0, Vector256.Load(x_PC + at) - middle, product0);
                product1 = Fma.MultiplyAdd(gradient1, Vector256.Load(x_PC + next) - middle, product1);
            }

            if (at < end)
            {
                var gradient = Masked(gradient_PC + at, masks, open[at / Width]);
                if (through_PC != null) gradient.Store(through_PC + at);
                sum0 += gradient;
                product0 = Fma.MultiplyAdd(gradient, Vector256.Load(x_PC + at) - middle, product0);
            }

            (sum0 + sum1).Store(sums + c);
            (product0 + product1).Store(sums + channels + c);
        }
    }

    /// <summary>The gradient of x: gradient · scale + x · slope + offset. Without bits the gradient is one that the clamp has let through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Return(float* gradient_PC, byte* open, float* x_PC, float* scale, float* slope, float* offset, long first, long end, float* result_PC)
    {
        float* masks = Masks;
        for (nint at = (nint)first * channels; at < (nint)end * channels;)
        {
            for (int c = 0; c < channels; c += Width, at += Width)
            {
                var gradient = open == null ? Vector256.Load(gradient_PC + at) : Masked(gradient_PC + at, masks, open[at / Width]);
                var rest = Fma.MultiplyAdd(Vector256.Load(x_PC + at), Vector256.Load(slope + c), Vector256.Load(offset + c));
                Fma.MultiplyAdd(gradient, Vector256.Load(scale + c), rest).Store(result_PC + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Masked(float* gradient, float* masks, byte open) => Vector256.Load(gradient) & Vector256.Load(masks + open * Width);

    private static float[] MakeMasks()
    {
        float[] masks = GC.AllocateArray<float>(256 * Width, pinned: true);
        for (int i = 0; i < masks.Length; i++) masks[i] = ((i / Width >> i % Width) & 1) != 0 ? BitConverter.Int32BitsToSingle(-1) : 0;
        return masks;
    }
}

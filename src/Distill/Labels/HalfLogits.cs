using System.Numerics;
using System.Runtime.InteropServices;

namespace Distill.Labels;

/// <summary>Rounds the teacher's logits to the float16 of the labels.</summary>
public static class HalfLogits
{
    /// <summary>The largest number of float16; beyond it a logit would silently become infinite.</summary>
    public const float Largest = 65504;

    /// <summary>Each logit rounded to the nearest float16.</summary>
    /// <param name="logits_NK">Raw logits, one row per sample.</param>
    /// <param name="classes">Logits per row (K).</param>
    /// <exception cref="LabelException">A logit is not a number or beyond ±65,504.</exception>
    public static Half[] Of(ReadOnlySpan<float> logits_NK, int classes)
    {
        var halves_NK = new Half[logits_NK.Length];
        for (var i = 0; i < halves_NK.Length; i++)
        {
            // Written so that NaN is refused too.
            if (!(Math.Abs(logits_NK[i]) <= Largest))
            {
                throw new LabelException(
                    $"The teacher's logit {logits_NK[i]} of class {i % classes} for sample {i / classes} does not fit the labels' float16 (±{Largest}); check the teacher's weights and its normalisation.");
            }

            halves_NK[i] = (Half)logits_NK[i];
        }

        return halves_NK;
    }

    /// <summary>The place of the first value that is infinite or not a number, or -1.</summary>
    internal static int IndexOfNonFinite(ReadOnlySpan<Half> values)
    {
        const ushort Exponent = 0x7C00;
        var bits = MemoryMarshal.Cast<Half, ushort>(values);
        var exponent = new Vector<ushort>(Exponent);
        var i = 0;
        while (i <= bits.Length - Vector<ushort>.Count && !Vector.EqualsAny(new Vector<ushort>(bits[i..]) & exponent, exponent))
        {
            i += Vector<ushort>.Count;
        }
        while (i < bits.Length && (bits[i] & Exponent) != Exponent)
        {
            i++;
        }
        return i < bits.Length ? i : -1;
    }
}

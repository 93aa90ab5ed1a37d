using System.Numerics;
using System.Runtime.InteropServices;

namespace Distill.Labels;

/// <summary>Numbers as the float16 of the labels.</summary>
internal static class Halves
{
    /// <summary>Each value rounded to the nearest float16.</summary>
    /// <param name="values">The values.</param>
    /// <param name="problem">The sentence about a value, and its place, that does not fit.</param>
    /// <exception cref="LabelException">A value is not a number or beyond ±65,504.</exception>
    public static Half[] Of(ReadOnlySpan<float> values, Func<float, int, string> problem)
    {
        var halves = new Half[values.Length];
        for (var i = 0; i < halves.Length; i++)
        {
            // Written so that NaN is refused too.
            if (!(Math.Abs(values[i]) <= HalfLogits.Largest))
            {
                throw new LabelException(problem(values[i], i));
            }

            halves[i] = (Half)values[i];
        }

        return halves;
    }

    /// <summary>The place of the first value that is infinite or not a number, or -1.</summary>
    public static int IndexOfNonFinite(ReadOnlySpan<Half> values)
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

using System.Numerics;

namespace Distill.Labels;

/// <summary>Whether every value of a row is a finite number, a vector at a time.</summary>
internal static class FiniteRow
{
    public static bool Holds(ReadOnlySpan<float> row)
    {
        var largest = new Vector<float>(float.MaxValue);
        var i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // NaN fails every comparison.
            if (!Vector.LessThanOrEqualAll(Vector.Abs(new Vector<float>(row[i..])), largest))
            {
                return false;
            }
        }

        for (; i < row.Length; i++)
        {
            if (!float.IsFinite(row[i]))
            {
                return false;
            }
        }

        return true;
    }
}

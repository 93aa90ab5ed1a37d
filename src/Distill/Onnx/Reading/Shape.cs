namespace Distill.Onnx;

/// <summary>ONNX's rules of shapes.</summary>
internal static class Shape
{
    /// <summary>The same dimensions with ones before them.</summary>
    public static long[] Align(long[] dimensions, int rank) => [.. Enumerable.Repeat(1L, Math.Max(0, rank - dimensions.Length)), .. dimensions];

    /// <summary>The number of values that a shape claims, however absurd: beyond 64 bits it stays there.</summary>
    /// <returns>-1 for a shape that cannot be.</returns>
    public static Int128 Claimed(long[] dimensions) =>
        dimensions.Any(size => size < 0) ? -1 : dimensions.Aggregate((Int128)1, (product, size) => product > long.MaxValue ? product : product * size);

    /// <summary>The shape of what two values give element by element, or null where they do not fit.</summary>
    public static long[]? Broadcast(long[] first, long[] second)
    {
        var rank = Math.Max(first.Length, second.Length);
        var (left, right) = (Align(first, rank), Align(second, rank));
        return left.Zip(right).All(sides => sides.First == sides.Second || sides.First == 1 || sides.Second == 1)
            ? [.. left.Zip(right, (a, b) => a == 1 ? b : a)]
            : null;
    }
}

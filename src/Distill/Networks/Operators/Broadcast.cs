namespace Distill.Networks;

/// <summary>Which shapes can be joined element by element: the same number of sides, each equal or 1.</summary>
internal static class Broadcast
{
    /// <summary>The shape of the result, or null where the two do not go together.</summary>
    public static long[]? Shape(long[] first, long[] second) =>
        first.Length == second.Length && first.Zip(second).All(sides => sides.First == sides.Second || sides.First == 1 || sides.Second == 1)
            ? [.. first.Zip(second, Math.Max)]
            : null;
}

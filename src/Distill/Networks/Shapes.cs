namespace Distill.Networks;

/// <summary>Arithmetic on shapes, written <c>[16, 3, 3, 3]</c> in messages.</summary>
internal static class Shapes
{
    public static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>How many numbers are left of a value when it is averaged over space (<see cref="Pooling"/>): of a map its channels, of tokens their length.</summary>
    public static long Channels(IReadOnlyList<long> shape) => shape.Count == 2 ? shape[1] : shape[0];

    public static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}

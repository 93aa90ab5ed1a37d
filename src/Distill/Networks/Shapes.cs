namespace Distill.Networks;

/// <summary>Arithmetic on shapes, written <c>[16, 3, 3, 3]</c> in messages.</summary>
internal static class Shapes
{
    public static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => checked(product * size));

    public static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}

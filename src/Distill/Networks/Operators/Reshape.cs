namespace Distill.Networks;

/// <summary>The same values, row by row, in another shape.</summary>
/// <param name="Shape">The shape of the result.</param>
public sealed record Reshape(Sizes Shape) : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(
            Shape.All(size => size > 0) && Shape.Aggregate((Int128)1, (product, size) => product > long.MaxValue ? product : product * size) == Shapes.Count(inputs[0]),
            $"cannot turn {Shapes.Text(inputs[0])} into {Shapes.Text(Shape)}");
        return [.. Shape];
    }
}

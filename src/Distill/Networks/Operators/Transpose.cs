namespace Distill.Networks;

/// <summary>The same values with their axes in another order.</summary>
/// <param name="Order">For each axis of the result the axis of the value that it is; 0 is the first behind the samples.</param>
public sealed record Transpose(Sizes Order) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(
            Order.Order().SequenceEqual(Enumerable.Range(0, inputs[0].Length).Select(axis => (long)axis)),
            $"cannot bring the axes of {Shapes.Text(inputs[0])} into the order {Shapes.Text(Order)}");
        return [.. Order.Select(axis => inputs[0][axis])];
    }
}

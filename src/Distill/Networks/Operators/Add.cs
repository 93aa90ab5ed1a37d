namespace Distill.Networks;

/// <summary>The sum of two values; joins the branches of a residual block. Sides of length 1 are stretched to those of the other.</summary>
public sealed record Add : Operator
{
    internal override (int Least, int Most) Arity => (2, 2);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) =>
        Broadcast.Shape(inputs[0], inputs[1]) ?? throw new NetworkProblemException($"cannot add {Shapes.Text(inputs[1])} to {Shapes.Text(inputs[0])}");
}

namespace Distill.Networks;

/// <summary>The first value divided by the second; sides of length 1 are stretched to those of the other.</summary>
public sealed record Divide : Operator
{
    internal override (int Least, int Most) Arity => (2, 2);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) =>
        Broadcast.Shape(inputs[0], inputs[1]) ?? throw new NetworkProblemException($"cannot divide {Shapes.Text(inputs[0])} by {Shapes.Text(inputs[1])}");
}

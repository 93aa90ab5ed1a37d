namespace Distill.Networks;

/// <summary>The first value less the second; sides of length 1 are stretched to those of the other.</summary>
public sealed record Subtract : Operator
{
    internal override (int Least, int Most) Arity => (2, 2);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) =>
        Broadcast.Shape(inputs[0], inputs[1]) ?? throw new NetworkProblemException($"cannot subtract {Shapes.Text(inputs[1])} from {Shapes.Text(inputs[0])}");
}

namespace Distill.Networks;

/// <summary>
/// The product of two values, such as an image and one factor per channel (the gate of a squeeze-and-excitation block). Sides of
/// length 1 are stretched to those of the other.
/// </summary>
public sealed record Multiply : Operator
{
    internal override (int Least, int Most) Arity => (2, 2);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) =>
        Broadcast.Shape(inputs[0], inputs[1]) ?? throw new NetworkProblemException($"cannot multiply {Shapes.Text(inputs[0])} by {Shapes.Text(inputs[1])}");
}

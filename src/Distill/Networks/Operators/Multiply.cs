namespace Distill.Networks;

/// <summary>An image times one factor per channel (the gate of a squeeze-and-excitation block).</summary>
/// <remarks>The first input is the image, the second has its channels and a height and width of 1, or the same shape.</remarks>
public sealed record Multiply : Operator
{
    internal override (int Least, int Most) Arity => (2, 2);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var channels = Image(inputs[0]).Channels;
        Check(
            inputs[1].SequenceEqual(inputs[0]) || inputs[1].SequenceEqual([channels, 1, 1]),
            $"cannot multiply {Shapes.Text(inputs[0])} by {Shapes.Text(inputs[1])}");
        return inputs[0];
    }
}

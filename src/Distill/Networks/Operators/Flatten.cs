namespace Distill.Networks;

/// <summary>Every sample as one vector: channel by channel, row by row.</summary>
public sealed record Flatten : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => [Shapes.Count(inputs[0])];
}

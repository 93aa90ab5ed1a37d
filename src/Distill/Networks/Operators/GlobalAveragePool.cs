namespace Distill.Networks;

/// <summary>The mean of every channel over the whole image; height and width become 1.</summary>
public sealed record GlobalAveragePool : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => [Image(inputs[0]).Channels, 1, 1];
}

namespace Distill.Networks;

/// <summary>x times the share of the normal distribution below x (transformers, ConvNeXt).</summary>
public sealed record Gelu : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

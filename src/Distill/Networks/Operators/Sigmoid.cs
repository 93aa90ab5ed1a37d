namespace Distill.Networks;

/// <summary>1 / (1 + e^−x).</summary>
public sealed record Sigmoid : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

namespace Distill.Networks;

/// <summary>The larger of the value and 0.</summary>
public sealed record Relu : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

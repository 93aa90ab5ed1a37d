namespace Distill.Networks;

/// <summary>The value, limited to 0 to 6.</summary>
public sealed record Relu6 : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

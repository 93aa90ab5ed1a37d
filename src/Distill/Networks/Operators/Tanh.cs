namespace Distill.Networks;

/// <summary>The hyperbolic tangent.</summary>
public sealed record Tanh : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

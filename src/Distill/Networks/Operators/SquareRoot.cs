namespace Distill.Networks;

/// <summary>The square root.</summary>
public sealed record SquareRoot : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

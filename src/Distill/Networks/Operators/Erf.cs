namespace Distill.Networks;

/// <summary>The error function, the integral of the bell curve.</summary>
public sealed record Erf : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

namespace Distill.Networks;

/// <summary>The value to a fixed power.</summary>
/// <param name="Exponent">The power.</param>
public sealed record Power(double Exponent) : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(double.IsFinite(Exponent), "needs a finite exponent");
        return inputs[0];
    }
}

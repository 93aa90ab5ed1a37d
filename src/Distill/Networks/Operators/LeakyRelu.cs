namespace Distill.Networks;

/// <summary>The value where it is positive, a small part of it elsewhere.</summary>
/// <param name="Slope">The factor on negative values.</param>
public sealed record LeakyRelu(double Slope) : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(double.IsFinite(Slope), "needs a finite slope");
        return inputs[0];
    }
}

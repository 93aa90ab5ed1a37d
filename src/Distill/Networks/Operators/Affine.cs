namespace Distill.Networks;

/// <summary>The value times a fixed number plus another; nothing is learned.</summary>
/// <param name="Factor">What values are multiplied by.</param>
/// <param name="Summand">What is added then.</param>
public sealed record Affine(double Factor, double Summand) : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(double.IsFinite(Factor) && double.IsFinite(Summand), "needs two finite numbers");
        return inputs[0];
    }
}

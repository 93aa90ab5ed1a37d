namespace Distill.Networks;

/// <summary>A matrix applied to every sample's vector.</summary>
/// <param name="OutFeatures">Length of the result.</param>
/// <param name="Bias">Whether a value per output is added.</param>
public sealed record Linear(int OutFeatures, bool Bias = true) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(inputs[0].Length == 1, $"needs a vector, not {Shapes.Text(inputs[0])}; put a flatten before it");
        Check(OutFeatures > 0, "needs a positive number of outputs");
        return [OutFeatures];
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs)
    {
        var weight = new ParameterSpec($"{node}.weight", [OutFeatures, inputs[0][0]], ParameterKind.Weight);
        return Bias ? [weight, new ParameterSpec($"{node}.bias", [OutFeatures], ParameterKind.Bias)] : [weight];
    }

    internal override long Macs(IReadOnlyList<long[]> inputs, long[] output) => checked(inputs[0][0] * OutFeatures);
}

namespace Distill.Networks;

/// <summary>A matrix applied to every sample's vector, or to each row of it where there are several (transformers).</summary>
/// <param name="OutFeatures">Length of the result.</param>
/// <param name="Bias">Whether a value per output is added.</param>
public sealed record Linear(int OutFeatures, bool Bias = true) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(inputs[0].Length > 0, "needs a vector, not a single number");
        Check(OutFeatures > 0, "needs a positive number of outputs");
        return [.. inputs[0][..^1], OutFeatures];
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs)
    {
        var weight = new ParameterSpec($"{node}.weight", [OutFeatures, inputs[0][^1]], ParameterKind.Weight);
        return Bias ? [weight, new ParameterSpec($"{node}.bias", [OutFeatures], ParameterKind.Bias)] : [weight];
    }

    internal override long Macs(IReadOnlyList<long[]> inputs, long[] output) => checked(Shapes.Count(inputs[0]) * OutFeatures);
}

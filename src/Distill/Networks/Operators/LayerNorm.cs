namespace Distill.Networks;

/// <summary>Normalises the last axis of every sample on its own, then scales and shifts it (transformers, ConvNeXt).</summary>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record LayerNorm(double Epsilon = 1e-5) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(inputs[0].Length > 0 && Epsilon > 0 && double.IsFinite(Epsilon), "needs an axis and a positive epsilon");
        return inputs[0];
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs) =>
    [
        new($"{node}.weight", [inputs[0][^1]], ParameterKind.Scale),
        new($"{node}.bias", [inputs[0][^1]], ParameterKind.Shift),
    ];
}

namespace Distill.Networks;

/// <summary>
/// Normalises every channel by the mean and variance of the batch (training) or by the running ones (evaluation),
/// then scales and shifts it. Running statistics move by a tenth with every training batch, as in PyTorch.
/// </summary>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record BatchNorm(double Epsilon = 1e-5) : Operator
{
    /// <summary>The share of the running statistics that one training batch replaces.</summary>
    internal const double Momentum = 0.1;

    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Image(inputs[0]);
        Check(Epsilon > 0 && double.IsFinite(Epsilon), "needs a positive epsilon");
        return inputs[0];
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs)
    {
        long[] shape = [inputs[0][0]];
        return
        [
            new($"{node}.weight", shape, ParameterKind.Scale),
            new($"{node}.bias", shape, ParameterKind.Shift),
            new($"{node}.running_mean", shape, ParameterKind.RunningMean),
            new($"{node}.running_var", shape, ParameterKind.RunningVariance),
        ];
    }
}

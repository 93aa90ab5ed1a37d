namespace Distill.Networks;

/// <summary>min(max(x + 3, 0), 6) / 6, the cheap form of the sigmoid in MobileNetV3.</summary>
public sealed record HardSigmoid : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

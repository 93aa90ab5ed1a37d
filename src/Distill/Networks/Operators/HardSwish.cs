namespace Distill.Networks;

/// <summary>x · min(max(x + 3, 0), 6) / 6, the cheap form of x · sigmoid(x) in MobileNetV3.</summary>
public sealed record HardSwish : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs) => inputs[0];
}

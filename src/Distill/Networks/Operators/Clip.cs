namespace Distill.Networks;

/// <summary>The value, limited to a range.</summary>
/// <param name="Low">The least result.</param>
/// <param name="High">The greatest result.</param>
public sealed record Clip(double Low, double High) : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(double.IsFinite(Low) && double.IsFinite(High) && Low <= High, "needs two finite limits, the lower one first");
        return inputs[0];
    }
}

namespace Distill.Networks;

/// <summary>A value with the same number all around it.</summary>
/// <param name="Before">How many are added before each axis; 0 or more.</param>
/// <param name="After">How many are added behind each axis; 0 or more.</param>
/// <param name="Value">The number.</param>
public sealed record Pad(Sizes Before, Sizes After, double Value = 0) : Operator
{
    private const long Most = int.MaxValue;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(
            Before.Count == inputs[0].Length && After.Count == inputs[0].Length && Before.Concat(After).All(size => size is >= 0 and <= Most) && double.IsFinite(Value),
            $"cannot put {Shapes.Text(Before)} before and {Shapes.Text(After)} behind {Shapes.Text(inputs[0])}");
        return [.. inputs[0].Select((size, axis) => Before[axis] + size + After[axis])];
    }
}

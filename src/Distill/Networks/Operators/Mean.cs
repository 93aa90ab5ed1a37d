namespace Distill.Networks;

/// <summary>The mean over some axes, which disappear.</summary>
/// <param name="Axes">The axes in ascending order; 0 is the first behind the samples.</param>
public sealed record Mean(Sizes Axes) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(
            Axes.Count is > 0 && Axes.Count < inputs[0].Length && Axes.Order().Distinct().SequenceEqual(Axes) && Axes.All(axis => axis >= 0 && axis < inputs[0].Length),
            $"cannot take the mean of {Shapes.Text(inputs[0])} over the axes {Shapes.Text(Axes)}");
        return [.. inputs[0].Where((_, axis) => !Axes.Contains(axis))];
    }
}

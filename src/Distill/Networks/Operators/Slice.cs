namespace Distill.Networks;

/// <summary>A part of a value along one axis.</summary>
/// <param name="Axis">The axis; 0 is the first behind the samples.</param>
/// <param name="Start">The first place taken.</param>
/// <param name="Length">How many are taken.</param>
/// <param name="Step">The distance from one to the next.</param>
public sealed record Slice(int Axis, long Start, long Length, long Step = 1) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(
            Axis >= 0 && Axis < inputs[0].Length && Start >= 0 && Length > 0 && Step > 0 && Start + (Int128)(Length - 1) * Step < inputs[0][Axis],
            $"cannot take {Length} of {Shapes.Text(inputs[0])} from {Start} on in steps of {Step} along axis {Axis}");
        return [.. inputs[0].Select((size, axis) => axis == Axis ? Length : size)];
    }
}

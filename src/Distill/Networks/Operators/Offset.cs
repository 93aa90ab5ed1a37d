namespace Distill.Networks;

/// <summary>The value plus learned numbers, one for each place along some axes (the position embedding of a vision transformer).</summary>
/// <param name="Shape">The shape of the learned numbers; sides of length 1 are stretched.</param>
public sealed record Offset(Sizes Shape) : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(Broadcast.Shape(inputs[0], [.. Shape]) is not null, $"cannot add {Shapes.Text(Shape)} to {Shapes.Text(inputs[0])}");
        return Broadcast.Shape(inputs[0], [.. Shape])!;
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs) =>
        [new($"{node}.bias", [.. Shape], ParameterKind.Shift)];
}

namespace Distill.Networks;

/// <summary>The value times learned numbers, one for each place along some axes (ConvNeXt's layer scale).</summary>
/// <param name="Shape">The shape of the learned numbers; sides of length 1 are stretched.</param>
public sealed record Scale(Sizes Shape) : Operator
{
    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(Broadcast.Shape(inputs[0], [.. Shape]) is not null, $"cannot scale {Shapes.Text(inputs[0])} by {Shapes.Text(Shape)}");
        return Broadcast.Shape(inputs[0], [.. Shape])!;
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs) =>
        [new($"{node}.weight", [.. Shape], ParameterKind.Scale)];
}

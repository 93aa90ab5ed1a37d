namespace Distill.Networks;

/// <summary>e^x divided by its sum along an axis.</summary>
/// <param name="Axis">The axis; 0 is the first behind the samples.</param>
public sealed record Softmax(int Axis) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(Axis >= 0 && Axis < inputs[0].Length, $"has no axis {Axis} in {Shapes.Text(inputs[0])}");
        return inputs[0];
    }
}

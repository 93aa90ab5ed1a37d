namespace Distill.Networks;

/// <summary>Learned rows before those of the value, the same for every sample (the class token of a vision transformer).</summary>
/// <param name="Length">How many rows are added along the first axis.</param>
public sealed record Prepend(long Length) : Operator
{
    private const long Most = int.MaxValue;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(inputs[0].Length > 0 && Length is > 0 and <= Most, $"cannot put {Length} rows before {Shapes.Text(inputs[0])}");
        return [inputs[0][0] + Length, .. inputs[0][1..]];
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs) =>
        [new($"{node}.weight", [Length, .. inputs[0][1..]], ParameterKind.Shift)];
}

using System.Text.Json.Serialization;

namespace Distill.Networks;

/// <summary>Values that differ along one axis only, one behind the other; images along their channels unless said otherwise.</summary>
/// <param name="Axis">The axis; 0 is the first behind the samples.</param>
public sealed record Concat([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Axis = 0) : Operator
{
    internal override (int Least, int Most) Arity => (2, 64);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(Axis >= 0 && Axis < inputs[0].Length, $"has no axis {Axis} in {Shapes.Text(inputs[0])}");
        long[] result = [.. inputs[0]];
        foreach (var next in inputs.Skip(1))
        {
            Check(
                next.Length == result.Length && next.Index().All(side => side.Index == Axis || side.Item == result[side.Index]),
                $"cannot put {Shapes.Text(next)} behind {Shapes.Text(inputs[0])}");
            result[Axis] += next[Axis];
        }

        return result;
    }
}

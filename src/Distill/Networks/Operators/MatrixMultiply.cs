namespace Distill.Networks;

/// <summary>The products of two stacks of matrices: the last two axes are rows and columns, those before are the stack (attention).</summary>
public sealed record MatrixMultiply : Operator
{
    internal override (int Least, int Most) Arity => (2, 2);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var (first, second) = (inputs[0], inputs[1]);
        Check(
            first.Length >= 2 && first.Length == second.Length && first[^1] == second[^2] && Broadcast.Shape(first[..^2], second[..^2]) is not null,
            $"cannot multiply the matrices of {Shapes.Text(first)} by those of {Shapes.Text(second)}");
        return [.. Broadcast.Shape(first[..^2], second[..^2])!, first[^2], second[^1]];
    }

    internal override long Macs(IReadOnlyList<long[]> inputs, long[] output) => checked(Shapes.Count(output) * inputs[0][^1]);
}

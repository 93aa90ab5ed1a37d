namespace Distill.Networks;

/// <summary>The sum of two values of the same shape; joins the branches of a residual block.</summary>
public sealed record Add : Operator
{
    internal override (int Least, int Most) Arity => (2, 2);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(inputs[0].SequenceEqual(inputs[1]), $"cannot add {Shapes.Text(inputs[1])} to {Shapes.Text(inputs[0])}");
        return inputs[0];
    }
}

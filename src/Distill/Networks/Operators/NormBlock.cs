namespace Distill.Networks;

/// <summary>
/// A batch normalisation with what follows it: clamp(norm(x) + addend, 0, ceiling). Only execution has such nodes; no file has them.
/// </summary>
/// <param name="Norm">The normalisation.</param>
/// <param name="Weights">The node whose tensors it uses.</param>
/// <param name="Ceiling">The largest value: infinity for a ReLU, 6 for a ReLU6.</param>
internal sealed record NormBlock(BatchNorm Norm, string Weights, float Ceiling) : Operator
{
    /// <summary>The images and, in a residual block, the shortcut.</summary>
    internal override (int Least, int Most) Arity => (1, 2);

    internal override bool IsElementwise => true;

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var shape = Norm.OutputShape([inputs[0]]);
        Check(inputs.Count == 1 || inputs[1].AsSpan().SequenceEqual(shape), "needs an addend of its own shape");
        return shape;
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs) => Norm.Parameters(Weights, [inputs[0]]);
}

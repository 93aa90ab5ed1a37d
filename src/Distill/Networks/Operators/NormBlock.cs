using Distill.Tensors.BatchNorms;

namespace Distill.Networks;

/// <summary>
/// A batch normalisation with what follows it: activation(norm(x) + addend), computed while the values are at hand. Only execution has such nodes;
/// no file has them.
/// </summary>
/// <param name="Norm">The normalisation.</param>
/// <param name="Weights">The node whose tensors it uses.</param>
/// <param name="Activation">What comes last.</param>
internal sealed record NormBlock(BatchNorm Norm, string Weights, Activation Activation) : Operator
{
    /// <summary>The images and, in a residual block, the shortcut.</summary>
    internal override (int Least, int Most) Arity => (1, 2);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(inputs.Count == 1 || inputs[1].AsSpan().SequenceEqual(inputs[0]), "needs an addend of its own shape");
        return Norm.OutputShape([inputs[0]]);
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs) => Norm.Parameters(Weights, [inputs[0]]);
}

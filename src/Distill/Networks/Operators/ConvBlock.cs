namespace Distill.Networks;

/// <summary>
/// A convolution with what follows it: conv(x) + addend, and perhaps a ReLU of it, computed while the values are at hand. Only execution has such
/// nodes; no file has them.
/// </summary>
/// <param name="Conv">The convolution.</param>
/// <param name="Weights">The node whose tensors it uses.</param>
/// <param name="Relu">Whether a ReLU comes last.</param>
internal sealed record ConvBlock(Conv Conv, string Weights, bool Relu) : Operator
{
    /// <summary>The images and, in a residual block, the shortcut.</summary>
    internal override (int Least, int Most) Arity => (1, 2);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var shape = Conv.OutputShape([inputs[0]]);
        Check(inputs.Count == 1 || inputs[1].AsSpan().SequenceEqual(shape), "needs an addend of its own shape");
        return shape;
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs) => Conv.Parameters(Weights, [inputs[0]]);

    internal override long Macs(IReadOnlyList<long[]> inputs, long[] output) => Conv.Macs([inputs[0]], output);
}

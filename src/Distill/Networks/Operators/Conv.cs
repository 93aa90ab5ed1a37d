namespace Distill.Networks;

/// <summary>A two-dimensional convolution (cross-correlation, as everywhere in the field).</summary>
/// <param name="OutChannels">Channels of the result.</param>
/// <param name="KernelHeight">Rows under the kernel.</param>
/// <param name="KernelWidth">Columns under the kernel.</param>
/// <param name="Stride">Pixels from one position to the next, in both directions.</param>
/// <param name="Padding">Zeros added on every side.</param>
/// <param name="Dilation">Distance of the kernel's pixels.</param>
/// <param name="Groups">Channel groups that do not see each other; the number of channels makes it depthwise.</param>
/// <param name="Bias">Whether a value per output channel is added.</param>
public sealed record Conv(
    int OutChannels, int KernelHeight, int KernelWidth, int Stride = 1, int Padding = 0, int Dilation = 1, int Groups = 1, bool Bias = false)
    : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var (channels, height, width) = Image(inputs[0]);
        Check(
            OutChannels > 0 && KernelHeight > 0 && KernelWidth > 0 && Stride > 0 && Dilation > 0 && Groups > 0 && Padding >= 0,
            "needs positive sizes and a padding that is not negative");
        Check(
            channels % Groups == 0 && OutChannels % Groups == 0,
            $"cannot divide {channels} input and {OutChannels} output channels into {Groups} groups");
        return
        [
            OutChannels,
            Window.Positions(height, (KernelHeight - 1L) * Dilation + 1, Stride, Padding),
            Window.Positions(width, (KernelWidth - 1L) * Dilation + 1, Stride, Padding),
        ];
    }

    internal override IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs)
    {
        var weight = new ParameterSpec(
            $"{node}.weight", [OutChannels, inputs[0][0] / Groups, KernelHeight, KernelWidth], ParameterKind.Weight);
        return Bias ? [weight, new ParameterSpec($"{node}.bias", [OutChannels], ParameterKind.Bias)] : [weight];
    }

    internal override long Macs(IReadOnlyList<long[]> inputs, long[] output) =>
        checked(Shapes.Count(output) * (inputs[0][0] / Groups) * KernelHeight * KernelWidth);
}

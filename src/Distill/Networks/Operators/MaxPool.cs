namespace Distill.Networks;

/// <summary>The largest value under a square window.</summary>
/// <param name="Kernel">Pixels along a side of the window.</param>
/// <param name="Stride">Pixels from one position to the next.</param>
/// <param name="Padding">Pixels added on every side; they never win. At most half the kernel.</param>
/// <param name="CeilMode">Whether a last window may stick out of the image.</param>
public sealed record MaxPool(int Kernel, int Stride, int Padding = 0, bool CeilMode = false) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var (channels, height, width) = Image(inputs[0]);
        Check(Kernel > 0 && Stride > 0 && Padding >= 0 && Padding <= Kernel / 2, "needs positive sizes and a padding of at most half the kernel");
        return
        [
            channels,
            Window.Positions(height, Kernel, Stride, Padding, CeilMode),
            Window.Positions(width, Kernel, Stride, Padding, CeilMode),
        ];
    }
}

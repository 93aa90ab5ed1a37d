using System.Text.Json.Serialization;

namespace Distill.Networks;

/// <summary>The mean under a square window.</summary>
/// <param name="Kernel">Pixels along a side of the window.</param>
/// <param name="Stride">Pixels from one position to the next.</param>
/// <param name="Padding">Zeros added on every side; at most half the kernel.</param>
/// <param name="CountIncludePad">Whether those zeros count when the mean is taken.</param>
/// <param name="CeilMode">Whether a last window may stick out of the image; what sticks out does not count.</param>
public sealed record AveragePool(
    int Kernel, int Stride, int Padding = 0, bool CountIncludePad = true,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool CeilMode = false) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var (channels, height, width) = Image(inputs[0]);
        Check(Kernel > 0 && Stride > 0 && Padding >= 0 && Padding <= Kernel / 2, "needs positive sizes and a padding of at most half the kernel");
        return [channels, Window.Positions(height, Kernel, Stride, Padding, CeilMode), Window.Positions(width, Kernel, Stride, Padding, CeilMode)];
    }
}

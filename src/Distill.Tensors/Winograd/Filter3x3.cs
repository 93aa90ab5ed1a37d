using Distill.Tensors.Pixels;
using static TorchSharp.torch;

namespace Distill.Tensors.Winograd;

/// <summary>The weights of a convolution that does not learn, transformed once.</summary>
public sealed unsafe class Filter3x3
{
    private readonly float[] planes;

    /// <summary>Transforms weights.</summary>
    /// <param name="weight_KCHW">32-bit floats; K and C as <see cref="Convolution3x3.Takes(long, long)"/> asks, H and W 3.</param>
    /// <exception cref="ArgumentException">The weights are others.</exception>
    public Filter3x3(Tensor weight_KCHW)
    {
        Outputs = (int)weight_KCHW.shape[0];
        Inputs = (int)weight_KCHW.shape[1];
        Convolution3x3.Check(weight_KCHW, [Outputs, Inputs, 3, 3], "weight");
        planes = WinogradScratch.Allocate(WinogradFilters.Size(Inputs, Outputs));
        using var weight_CHWK = PixelMemory.OutputsLast(weight_KCHW);
        WinogradFilters.Transform(PixelMemory.Of(weight_CHWK), Inputs, Outputs, turned: false, Planes);
    }

    /// <summary>Channels of the input.</summary>
    public int Inputs { get; }

    /// <summary>Channels of the output.</summary>
    public int Outputs { get; }

    internal float* Planes => WinogradScratch.Begin(planes);
}

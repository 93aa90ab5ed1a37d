using static TorchSharp.torch;

namespace Distill.Tensors.Winograd;

/// <summary>The weights of a convolution that does not learn, transformed once.</summary>
public sealed unsafe class Filter3x3
{
    private readonly float[] planes;

    /// <summary>Transforms weights.</summary>
    /// <param name="weight_KCHW">32-bit floats; K and C multiples of 16, H and W 3.</param>
    public Filter3x3(Tensor weight_KCHW)
    {
        Outputs = (int)weight_KCHW.shape[0];
        Inputs = (int)weight_KCHW.shape[1];
        planes = WinogradScratch.Allocate((nint)WinogradTiles.Planes * Inputs * Outputs);
        using var weight_CHWK = Memory.ByInput(weight_KCHW);
        WinogradFilters.Transform(Memory.Of(weight_CHWK), Inputs, Outputs, turned: false, Planes);
    }

    /// <summary>Channels of the input.</summary>
    public int Inputs { get; }

    /// <summary>Channels of the output.</summary>
    public int Outputs { get; }

    internal float* Planes => WinogradScratch.Begin(planes);
}

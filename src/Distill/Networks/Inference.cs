using Distill.Tensors;
using static TorchSharp.torch;

namespace Distill.Networks;

/// <summary>
/// A trained network that answers batch after batch: batch normalisation folded, no gradients, always the same batch size (the last
/// batch is padded with zeros), so that an answer never depends on how the samples were divided.
/// </summary>
/// <remarks>An inference belongs to the thread that created it, because torch's thread count does.</remarks>
public sealed class Inference : IForward
{
    private readonly NetworkModule _module;
    private readonly IReadOnlyList<string> _taps;
    private readonly int _batchSize;

    /// <summary>Prepares a network.</summary>
    /// <param name="network">The graph.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="taps">Nodes whose outputs are wanted, averaged over space.</param>
    /// <param name="batchSize">Samples per forward pass; it decides the last bits of an answer.</param>
    /// <param name="threads">Threads of a forward pass; they decide the last bits, too.</param>
    /// <param name="precision">What it computes with; answers are 32-bit floats in any case.</param>
    public Inference(Network network, Weights weights, IReadOnlyList<string> taps, int batchSize, int threads, Precision precision = Precision.Float32)
    {
        NumericEnvironment.UseThreads(threads);
        var (folded, foldedWeights) = BatchNormFolding.Fold(network, weights, taps);
        _module = new NetworkModule(folded, foldedWeights, precision, trainable: false);
        _taps = taps;
        _batchSize = batchSize;
    }

    /// <inheritdoc/>
    public (float[] Logits_NK, float[][] Pooled_ND) Run(ReadOnlySpan<float> pixels_NHWC, int count)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        var images_NCHW = PixelTensors.Of(pixels_NHWC, _batchSize, _module.Network.Input);
        var output = _module.Forward(images_NCHW, training: false, _taps);
        var logits_NK = Rows(output.Logits_NK, count);
        var pooled_ND = _taps.Select(tap => Rows(Pooling.OverSpace(output.Taps_NCHW[tap]), count)).ToArray();
        return (logits_NK, pooled_ND);
    }

    private static float[] Rows(Tensor values, int count)
    {
        using var rows = values.narrow(0, 0, count).contiguous();
        return rows.data<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _module.Dispose();
}

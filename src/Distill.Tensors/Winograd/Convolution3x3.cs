using System.Runtime.Intrinsics.X86;
using Distill.Tensors.Pixels;
using static TorchSharp.torch;

namespace Distill.Tensors.Winograd;

/// <summary>
/// Convolutions of 3 x 3 pixels in 32-bit floats with stride 1 and a border of one zero, by Winograd's algorithm F(4 x 4, 3 x 3): a quarter of the
/// multiplications, and 1.7 to 3 times the speed of libtorch's convolutions on a processor with AVX2. Results differ from those by up to 1e-5 of
/// the largest value.
/// </summary>
/// <remarks>Memory is channels last, as everywhere; other layouts are copied. The calling thread's number of threads is used.</remarks>
public sealed unsafe class Convolution3x3 : autograd.SingleTensorFunction<Convolution3x3>
{
    /// <summary>The version of the kernels, part of every numerics class: another one may give other last bits.</summary>
    public const string Version = "winograd:1";

    // Transformed weights are four times as large as the weights.
    private const long MostPairs = 1024 * 1024;

    // Each thread sums a gradient of four times the weights' size; with more channels that costs more than the multiplications that are saved.
    private const long MostLearntPairs = 256 * 256;

    // Transforming the weights, which an operator that learns does at every call, is paid for by that many tiles.
    private const long LeastLearntTiles = 64;

    /// <summary>Whether this processor has what the kernels are written in: AVX2 and fused multiply-add.</summary>
    public static bool IsSupported => Fma.IsSupported;

    /// <inheritdoc/>
    public override string Name => "convolution of 3 x 3";

    /// <summary>Whether this processor can, and the numbers of channels are ones that the kernels are made for: multiples of 16, their product 1024 x 1024 at most.</summary>
    public static bool Takes(long inputs, long outputs) =>
        IsSupported && inputs % WinogradProducts.Panel == 0 && outputs % WinogradProducts.Panel == 0 && inputs * outputs <= MostPairs;

    /// <summary>Whether an image holds a tile of 4 x 4, below which nothing is saved, and the memory of the batch can be addressed: up to 2 GiB.</summary>
    public static bool Takes(Tensor x_NCHW, long outputs) =>
        Math.Min(x_NCHW.shape[2], x_NCHW.shape[3]) >= WinogradTiles.Side
        && x_NCHW.NumberOfElements / x_NCHW.shape[1] * Math.Max(x_NCHW.shape[1], outputs) <= PixelMemory.MostFloats;

    /// <summary>Whether a batch that can be taken is also large enough, and its channels few enough, that <c>apply</c> is faster than libtorch.</summary>
    public static bool PaysToLearn(Tensor x_NCHW, long outputs) =>
        x_NCHW.shape[1] * outputs <= MostLearntPairs
        && x_NCHW.shape[0] * new WinogradTiles((int)x_NCHW.shape[2], (int)x_NCHW.shape[3]).PerImage >= LeastLearntTiles;

    /// <summary>Without gradients: max(0, conv(x) + bias + addend), of which all but the convolution may be left out.</summary>
    /// <param name="x_NCHW">The images.</param>
    /// <param name="filter">The weights.</param>
    /// <param name="bias_K">A value per output channel, or null.</param>
    /// <param name="addend_NKHW">A value per output, or null.</param>
    /// <param name="relu">Whether negative values become zero.</param>
    /// <exception cref="ArgumentException">The tensors do not fit together, or are no 32-bit floats.</exception>
    public static Tensor Infer(Tensor x_NCHW, Filter3x3 filter, Tensor? bias_K, Tensor? addend_NKHW, bool relu)
    {
        if (addend_NKHW is not null) Check(addend_NKHW, [x_NCHW.shape[0], filter.Outputs, x_NCHW.shape[2], x_NCHW.shape[3]], nameof(addend_NKHW));
        if (is_grad_enabled() && x_NCHW.requires_grad) throw new ArgumentException("Images that learn need an operator that is recorded.", nameof(x_NCHW));
        using var addend_NHWK = addend_NKHW is null ? null : PixelMemory.ChannelsLast(addend_NKHW);
        float* addend = addend_NHWK is null ? null : PixelMemory.Of(addend_NHWK);
        var result = Run(x_NCHW, filter.Inputs, filter.Outputs, filter.Planes, new WinogradEnding(Bias(bias_K, filter.Outputs), addend, relu));
        GC.KeepAlive(filter);
        GC.KeepAlive(bias_K);
        return result;
    }

    /// <inheritdoc/>
    /// <remarks>Takes images, weights and a bias or null.</remarks>
    /// <exception cref="ArgumentException">The tensors do not fit together, or are no 32-bit floats.</exception>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x_NCHW, weight_KCHW, bias_K) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor?)vars[2]);
        var (outputs, inputs) = ((int)weight_KCHW.shape[0], (int)weight_KCHW.shape[1]);
        Check(weight_KCHW, [outputs, inputs, 3, 3], "weight");
        using var weight_CHWK = PixelMemory.OutputsLast(weight_KCHW);
        float* filter = WinogradScratch.Mine.Filter(WinogradFilters.Size(inputs, outputs));
        WinogradFilters.Transform(PixelMemory.Of(weight_CHWK), inputs, outputs, turned: false, filter);
        ctx.save_for_backward(bias_K is null ? [x_NCHW, weight_KCHW] : [x_NCHW, weight_KCHW, bias_K]);
        return Run(x_NCHW, inputs, outputs, filter, new WinogradEnding(Bias(bias_K, outputs), null, relu: false));
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x_NCHW, weight_KCHW) = (saved[0], saved[1]);
        var (outputs, inputs) = ((int)weight_KCHW.shape[0], (int)weight_KCHW.shape[1]);
        using var weight_KHWC = PixelMemory.ChannelsLast(weight_KCHW);
        float* filter = WinogradScratch.Mine.Filter(WinogradFilters.Size(inputs, outputs));
        WinogradFilters.Transform(PixelMemory.Of(weight_KHWC), outputs, inputs, turned: true, filter);
        var imageGradient = Run(grad_output, outputs, inputs, filter, default);
        var biasGradient = saved.Count == 2 ? null : grad_output.sum([0, 2, 3]);
        return [imageGradient, WeightGradient(x_NCHW, grad_output, inputs, outputs), biasGradient!];
    }

    private static Tensor Run(Tensor x_NCHW, int inputs, int outputs, float* filter, in WinogradEnding ending)
    {
        var (n, h, w) = (x_NCHW.shape[0], x_NCHW.shape[2], x_NCHW.shape[3]);
        Check(x_NCHW, [n, inputs, h, w], "images");
        using var x_NHWC = PixelMemory.ChannelsLast(x_NCHW);
        using var y_NHWK = empty(n, h, w, outputs);
        new WinogradConvolution((int)n, (int)h, (int)w, inputs, outputs).Run(PixelMemory.Of(x_NHWC), filter, ending, PixelMemory.Of(y_NHWK), get_num_threads());
        return PixelMemory.ChannelsSecond(y_NHWK);
    }

    private static Tensor WeightGradient(Tensor x_NCHW, Tensor gradients_NKHW, int inputs, int outputs)
    {
        var (n, h, w) = (x_NCHW.shape[0], x_NCHW.shape[2], x_NCHW.shape[3]);
        using var x_NHWC = PixelMemory.ChannelsLast(x_NCHW);
        using var gradients_NHWK = PixelMemory.ChannelsLast(gradients_NKHW);
        using var weight_KHWC = empty(outputs, 3, 3, inputs);
        new WinogradConvolution((int)n, (int)h, (int)w, inputs, outputs)
            .WeightGradient(PixelMemory.Of(x_NHWC), PixelMemory.Of(gradients_NHWK), PixelMemory.Of(weight_KHWC), get_num_threads());
        return PixelMemory.ChannelsSecond(weight_KHWC);
    }

    private static float* Bias(Tensor? bias_K, int outputs)
    {
        if (bias_K is null) return null;
        Check(bias_K, [outputs], "bias");
        return PixelMemory.Of(bias_K);
    }

    internal static void Check(Tensor tensor, ReadOnlySpan<long> shape, string name) => PixelMemory.Check("convolution of 3 x 3", name, tensor, shape);
}

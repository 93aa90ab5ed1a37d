using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Distill.Tensors.Winograd;

/// <summary>
/// Convolutions of 3 x 3 pixels in 32-bit floats with stride 1 and a border of one zero, by Winograd's algorithm F(4 x 4, 3 x 3): a quarter of the
/// multiplications, and 1.7 to 3 times the speed of libtorch's convolutions on a processor with AVX2. Results differ from those by some 1e-6 of
/// the largest value.
/// </summary>
/// <remarks>Memory is channels last, as everywhere; other layouts are copied. The calling thread's number of threads is used.</remarks>
public sealed unsafe class Convolution3x3 : autograd.SingleTensorFunction<Convolution3x3>
{
    /// <summary>The version of the kernels, part of every numerics class: another one may give other last bits.</summary>
    public const string Version = "winograd:1";

    /// <summary>Whether this processor has what the kernels are written in: AVX2 and fused multiply-add.</summary>
    public static bool IsSupported => Fma.IsSupported;

    /// <summary>Whether this processor can, and the numbers of channels are ones that the kernels are made for.</summary>
    public static bool Takes(long inputs, long outputs) => IsSupported && inputs % WinogradProducts.Panel == 0 && outputs % WinogradProducts.Panel == 0;

    /// <summary>Whether the memory of a batch can be addressed: up to 2 GiB.</summary>
    public static bool Takes(Tensor x_NCHW, long outputs) =>
        x_NCHW.NumberOfElements / x_NCHW.shape[1] * Math.Max(x_NCHW.shape[1], outputs) <= int.MaxValue / sizeof(float);

    /// <inheritdoc/>
    public override string Name => "convolution of 3 x 3";

    /// <summary>Without gradients: max(0, conv(x) + bias + addend), of which all but the convolution may be left out.</summary>
    /// <param name="x_NCHW">The images.</param>
    /// <param name="filter">The weights.</param>
    /// <param name="bias_K">A value per output channel, or null.</param>
    /// <param name="addend_NKHW">A value per output, or null.</param>
    /// <param name="relu">Whether negative values become zero.</param>
    public static Tensor Infer(Tensor x_NCHW, Filter3x3 filter, Tensor? bias_K, Tensor? addend_NKHW, bool relu)
    {
        using var addend_NHWK = addend_NKHW is null ? null : Memory.Pixels(addend_NKHW);
        var ending = new WinogradEnding(bias_K is null ? null : Memory.Of(bias_K), addend_NHWK is null ? null : Memory.Of(addend_NHWK), relu);
        return Run(x_NCHW, filter.Inputs, filter.Outputs, filter.Planes, ending);
    }

    /// <inheritdoc/>
    /// <remarks>Takes images, weights and a bias or null.</remarks>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x_NCHW, weight_KCHW, bias_K) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor?)vars[2]);
        var (outputs, inputs) = ((int)weight_KCHW.shape[0], (int)weight_KCHW.shape[1]);
        using var weight_CHWK = Memory.ByInput(weight_KCHW);
        float* filter = WinogradScratch.Mine.Filter((nint)WinogradTiles.Planes * inputs * outputs);
        WinogradFilters.Transform(Memory.Of(weight_CHWK), inputs, outputs, turned: false, filter);
        ctx.save_for_backward(bias_K is null ? [x_NCHW, weight_KCHW] : [x_NCHW, weight_KCHW, bias_K]);
        return Run(x_NCHW, inputs, outputs, filter, new WinogradEnding(bias_K is null ? null : Memory.Of(bias_K), null, relu: false));
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x_NCHW, weight_KCHW) = (saved[0], saved[1]);
        var (outputs, inputs) = ((int)weight_KCHW.shape[0], (int)weight_KCHW.shape[1]);
        using var weight_KHWC = Memory.Pixels(weight_KCHW);
        float* filter = WinogradScratch.Mine.Filter((nint)WinogradTiles.Planes * inputs * outputs);
        WinogradFilters.Transform(Memory.Of(weight_KHWC), outputs, inputs, turned: true, filter);
        var images = Run(grad_output, outputs, inputs, filter, default);
        var bias_K = saved.Count == 2 ? null : grad_output.sum([0, 2, 3]);
        return [images, WeightGradient(x_NCHW, grad_output, inputs, outputs), bias_K!];
    }

    private static Tensor Run(Tensor x_NCHW, int inputs, int outputs, float* filter, in WinogradEnding ending)
    {
        var (n, h, w) = (x_NCHW.shape[0], x_NCHW.shape[2], x_NCHW.shape[3]);
        using var x_NHWC = Memory.Pixels(x_NCHW);
        using var y_NHWK = empty(n, h, w, outputs);
        new WinogradConvolution((int)n, (int)h, (int)w, inputs, outputs).Run(Memory.Of(x_NHWC), filter, ending, Memory.Of(y_NHWK), get_num_threads());
        return Memory.Image(y_NHWK);
    }

    private static Tensor WeightGradient(Tensor x_NCHW, Tensor gradients_NKHW, int inputs, int outputs)
    {
        var (n, h, w) = (x_NCHW.shape[0], x_NCHW.shape[2], x_NCHW.shape[3]);
        using var x_NHWC = Memory.Pixels(x_NCHW);
        using var gradients_NHWK = Memory.Pixels(gradients_NKHW);
        using var weight_KHWC = empty(outputs, 3, 3, inputs);
        new WinogradConvolution((int)n, (int)h, (int)w, inputs, outputs)
            .WeightGradient(Memory.Of(x_NHWC), Memory.Of(gradients_NHWK), Memory.Of(weight_KHWC), get_num_threads());
        return Memory.Image(weight_KHWC);
    }
}

using System.Runtime.Intrinsics.X86;
using Distill.Tensors.Winograd;
using static TorchSharp.torch;

namespace Distill.Tensors.BatchNorms;

/// <summary>
/// A batch normalisation that learns, a sum with a shortcut and an activation in one: y = activation(norm(x) + addend), in 32-bit floats. Values
/// are read and written half as often as by an operator for each.
/// </summary>
/// <remarks>
/// As PyTorch's: the batch's own mean and variance normalise; the running ones move by <c>momentum</c> towards them, the variance divided by
/// the number of values less one. Memory is channels last; other layouts are copied. The calling thread's number of threads is used.
/// </remarks>
public sealed unsafe class BatchNormActivation : autograd.SingleTensorFunction<BatchNormActivation>
{
    /// <inheritdoc/>
    public override string Name => "batch normalisation with activation";

    /// <summary>Whether this processor can, and the number of channels is one that the kernels are made for.</summary>
    public static bool Takes(long channels) => Fma.IsSupported && channels % 8 == 0;

    /// <inheritdoc/>
    /// <remarks>
    /// Takes x, scale, shift, running mean, running variance, an addend of x's shape or null, then an <see cref="Activation"/>, the momentum and the
    /// epsilon.
    /// </remarks>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x_NCHW, addend_NCHW, activation) = ((Tensor)vars[0], (Tensor?)vars[5], (Activation)vars[6]);
        var batch = Batch(x_NCHW);
        using var x = Memory.Pixels(x_NCHW);
        var (mean_C, variance_C) = batch.Moments(Memory.Of(x));
        var factors = Factors(mean_C, variance_C, (Tensor)vars[1], (Tensor)vars[2], (double)vars[8]);
        Move((Tensor)vars[3], mean_C, 1, (double)vars[7]);
        Move((Tensor)vars[4], variance_C, (double)batch.Pixels / Math.Max(1, batch.Pixels - 1), (double)vars[7]);
        using var addend = addend_NCHW is null ? null : Memory.Pixels(addend_NCHW);
        using var y = empty(x.shape);
        batch.Apply(Memory.Of(x), addend is null ? null : Memory.Of(addend), new NormFactors(Memory.Of(factors), batch.Channels), activation, Memory.Of(y));
        ctx.save_for_backward(addend_NCHW is null ? [x_NCHW, factors, Code(activation)] : [x_NCHW, factors, Code(activation), addend_NCHW]);
        return Memory.Image(y);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var batch = Batch(saved[0]);
        using var x = Memory.Pixels(saved[0]);
        using var addend = saved.Count == 4 ? Memory.Pixels(saved[3]) : null;
        using var gradient = Memory.Pixels(grad_output);
        using var inputGradient = empty(x.shape);
        using var addendGradient = addend is null ? null : empty(x.shape);
        var (scale_C, shift_C) = batch.Gradients(
            Memory.Of(x), addend is null ? null : Memory.Of(addend), Memory.Of(gradient), new NormFactors(Memory.Of(saved[1]), batch.Channels),
            (Activation)saved[2].item<long>(), Memory.Of(inputGradient), addendGradient is null ? null : Memory.Of(addendGradient));
        return
        [
            Memory.Image(inputGradient), Values(scale_C), Values(shift_C), null!, null!, addendGradient is null ? null! : Memory.Image(addendGradient), null!, null!, null!,
        ];
    }

    private static NormBatch Batch(Tensor x_NCHW) =>
        new(x_NCHW.shape[0] * x_NCHW.shape[2] * x_NCHW.shape[3], (int)x_NCHW.shape[1], get_num_threads());

    private static Tensor Factors(double[] mean_C, double[] variance_C, Tensor scale_C, Tensor shift_C, double epsilon)
    {
        int channels = mean_C.Length;
        var factors = empty([NormFactors.Rows, channels]);
        var rows = new NormFactors(Memory.Of(factors), channels);
        float* scales = Memory.Of(scale_C), shifts = Memory.Of(shift_C);
        for (int c = 0; c < channels; c++)
        {
            double inverse = 1 / Math.Sqrt(variance_C[c] + epsilon);
            rows.Mean_C[c] = (float)mean_C[c];
            rows.InverseDeviation_C[c] = (float)inverse;
            rows.Scale_C[c] = (float)(scales[c] * inverse);
            rows.Shift_C[c] = (float)(shifts[c] - mean_C[c] * scales[c] * inverse);
        }

        return factors;
    }

    private static void Move(Tensor running_C, double[] batch_C, double factor, double momentum)
    {
        float* running = Memory.Of(running_C);
        for (int c = 0; c < batch_C.Length; c++) running[c] = (float)((1 - momentum) * running[c] + momentum * factor * batch_C[c]);
    }

    private static Tensor Values(double[] values) => tensor(Array.ConvertAll(values, value => (float)value));

    private static Tensor Code(Activation activation) => tensor((long)activation);
}

using System.Runtime.Intrinsics.X86;
using Distill.Tensors.Pixels;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tensors.Normalization;

/// <summary>
/// Batch normalisation, a sum and a ReLU in one operator that learns: clamp((x - mean) / sqrt(variance + epsilon) · weight + bias + addend, 0, ceiling),
/// with mean and variance of the batch. Each of the three reads and writes all values once more, and there is little else that they do.
/// </summary>
/// <remarks>
/// Ioffe and Szegedy, "Batch Normalization", ICML 2015. Memory is channels last; other layouts are copied. The calling thread's number of threads is
/// used, and no bit depends on it.
/// </remarks>
public sealed unsafe class BatchNormRelu : autograd.SingleTensorFunction<BatchNormRelu>
{
    /// <summary>The version of the kernels, part of every numerics class.</summary>
    public const string Version = "norm:1";

    // Sums of a block of pixels are on the stack.
    private const long MostChannels = 16_384;

    /// <summary>Whether this processor has what the kernels are written in: AVX2 and fused multiply-add.</summary>
    public static bool IsSupported => Fma.IsSupported;

    /// <inheritdoc/>
    public override string Name => "batch normalisation with ReLU";

    /// <summary>Whether this processor can, and the number of channels is a multiple of eight, 16,384 at most.</summary>
    public static bool Takes(long channels) => IsSupported && channels % NormalizationPasses.Width == 0 && channels <= MostChannels;

    /// <summary>Whether there are pixels, and the memory of the batch can be addressed: up to 2 GiB.</summary>
    public static bool Takes(Tensor x_NCHW) => x_NCHW.NumberOfElements is > 0 and <= PixelMemory.MostFloats;

    /// <inheritdoc/>
    /// <remarks>Takes images, weight, bias, an addend or null, and <see cref="BatchNormSettings"/>, which it moves.</remarks>
    /// <exception cref="ArgumentException">The tensors do not fit together, or are no 32-bit floats.</exception>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x_NCHW, weight_C, bias_C, addend_NCHW, settings) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor?)vars[3], (BatchNormSettings)vars[4]);
        Check(x_NCHW, addend_NCHW, weight_C, bias_C, settings);
        using var x_NHWC = PixelMemory.ChannelsLast(x_NCHW);
        using var addend_NHWC = addend_NCHW is null ? null : PixelMemory.ChannelsLast(addend_NCHW);
        using var y_NHWC = empty(x_NHWC.shape);
        var (channels, pixels) = ((int)x_NCHW.shape[1], x_NCHW.NumberOfElements / x_NCHW.shape[1]);
        var (rows_RC, open) = (empty([ChannelStatistics.Rows, channels]), empty([x_NCHW.NumberOfElements / NormalizationPasses.Width], ScalarType.Byte));
        var statistics = new ChannelStatistics(PixelMemory.Of(rows_RC), channels);
        var (passes, threads) = (new NormalizationPasses(channels), get_num_threads());

        float* x = PixelMemory.Of(x_NHWC), y = PixelMemory.Of(y_NHWC), addend = addend_NHWC is null ? null : PixelMemory.Of(addend_NHWC);
        var sums = ChannelSums.Of(pixels, channels, threads, (first, count, block) => passes.AddMoments(x + first * channels, x, count, block));
        statistics.Settle(sums, x, pixels, settings.Epsilon, settings.Momentum, PixelMemory.Of(settings.RunningMean_C), PixelMemory.Of(settings.RunningVariance_C));

        using var factors = empty([2, channels]);
        float* scale = PixelMemory.Of(factors), shift = scale + channels, weight = PixelMemory.Of(weight_C), bias = PixelMemory.Of(bias_C);
        for (int c = 0; c < channels; c++)
        {
            scale[c] = weight[c] * statistics.Inverse[c];
            shift[c] = bias[c] - statistics.Mean[c] * scale[c];
        }

        byte* bits = (byte*)PixelMemory.Of(open);
        ChannelSums.ForEach(pixels, threads, (first, end) => passes.Apply(x, addend, scale, shift, settings.Ceiling, first, end, y, bits));
        // The fifth says that there was an addend; its value is not needed.
        ctx.save_for_backward(addend_NCHW is null ? [x_NCHW, weight_C, rows_RC, open] : [x_NCHW, weight_C, rows_RC, open, empty([0])]);
        GC.KeepAlive(vars);
        return PixelMemory.ChannelsSecond(y_NHWC);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x_NCHW, weight_C, rows_RC, open) = (saved[0], saved[1], saved[2], saved[3]);
        using var x_NHWC = PixelMemory.ChannelsLast(x_NCHW);
        using var gradient_NHWC = PixelMemory.ChannelsLast(grad_output);
        using var through_NHWC = saved.Count == 5 ? empty(x_NHWC.shape) : null;
        using var result_NHWC = empty(x_NHWC.shape);
        var (channels, pixels) = ((int)x_NCHW.shape[1], x_NCHW.NumberOfElements / x_NCHW.shape[1]);
        var statistics = new ChannelStatistics(PixelMemory.Of(rows_RC), channels);
        var (passes, threads) = (new NormalizationPasses(channels), get_num_threads());

        float* x = PixelMemory.Of(x_NHWC), gradient = PixelMemory.Of(gradient_NHWC), result = PixelMemory.Of(result_NHWC), mean = statistics.Mean;
        float* through = through_NHWC is null ? null : PixelMemory.Of(through_NHWC);
        byte* bits = (byte*)PixelMemory.Of(open);
        var sums = ChannelSums.Of(pixels, channels, threads, (first, count, block) =>
        {
            long at = first * channels;
            passes.AddGradients(gradient + at, bits + at / NormalizationPasses.Width, x + at, mean, count, through == null ? null : through + at, block);
        });

        var (weightGradient_C, biasGradient_C) = (empty([channels]), empty([channels]));
        using var factors = empty([3, channels]);
        float* scale = PixelMemory.Of(factors), slope = scale + channels, offset = slope + channels, weight = PixelMemory.Of(weight_C);
        float* weightGradient = PixelMemory.Of(weightGradient_C), biasGradient = PixelMemory.Of(biasGradient_C);
        for (int c = 0; c < channels; c++)
        {
            double inverse = statistics.Inverse[c], sum = sums[c], product = sums[channels + c];
            weightGradient[c] = (float)(product * inverse);
            biasGradient[c] = (float)sum;
            double factor = weight[c] * inverse, steepness = -factor * inverse * inverse * product / pixels;
            scale[c] = (float)factor;
            slope[c] = (float)steepness;
            offset[c] = (float)(-factor * sum / pixels - steepness * mean[c]);
        }

        ChannelSums.ForEach(pixels, threads, (first, end) => passes.Return(through == null ? gradient : through, through == null ? bits : null, x, scale, slope, offset, first, end, result));
        return [PixelMemory.ChannelsSecond(result_NHWC), weightGradient_C, biasGradient_C, through_NHWC is null ? null! : PixelMemory.ChannelsSecond(through_NHWC), null!];
    }

    private static void Check(Tensor x_NCHW, Tensor? addend_NCHW, Tensor weight_C, Tensor bias_C, BatchNormSettings settings)
    {
        if (x_NCHW.shape.Length != 4 || !Takes(x_NCHW.shape[1]) || !Takes(x_NCHW))
            throw new ArgumentException($"A batch normalisation cannot take images {x_NCHW}: it needs N x C x H x W with a multiple of 8 channels.", nameof(x_NCHW));
        CheckOne("images", x_NCHW, x_NCHW.shape);
        if (addend_NCHW is not null) CheckOne("an addend", addend_NCHW, x_NCHW.shape);
        foreach (var (name, value) in new[] { ("weight", weight_C), ("bias", bias_C), ("running mean", settings.RunningMean_C), ("running variance", settings.RunningVariance_C) })
            CheckOne(name, value, [x_NCHW.shape[1]]);
    }

    private static void CheckOne(string name, Tensor value, ReadOnlySpan<long> shape) => PixelMemory.Check("batch normalisation", name, value, shape);
}

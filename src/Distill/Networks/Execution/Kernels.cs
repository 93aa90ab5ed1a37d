using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Distill.Networks;

/// <summary>Compiles operators: everything that does not depend on the batch is settled once.</summary>
internal static class Kernels
{
    /// <param name="node">The node.</param>
    /// <param name="tensors">Where its weights are.</param>
    /// <param name="inPlace">The input that it may overwrite, or null.</param>
    public static Kernel Compile(Node node, ModuleTensors tensors, int? inPlace) => node.Operator switch
    {
        Conv conv => ConvKernels.Compile(conv, node.Name, tensors),
        ConvBlock block => ConvKernels.Compile(block, tensors),
        BatchNorm norm => NormKernels.Compile(norm, node.Name, tensors),
        NormBlock block => NormKernels.Compile(block, tensors),
        Linear linear => Compile(linear, node.Name, tensors),
        Relu => inPlace is null ? (x, _) => x[0].relu() : (x, _) => x[0].relu_(),
        Add => inPlace switch
        {
            0 => (x, _) => x[0].add_(x[1]),
            1 => (x, _) => x[1].add_(x[0]),
            _ => (x, _) => x[0].add(x[1]),
        },
        Relu6 => (x, _) => relu6(x[0]),
        HardSwish => (x, _) => hardswish(x[0]),
        HardSigmoid => (x, _) => hardsigmoid(x[0]),
        Multiply => (x, _) => x[0].mul(x[1]),
        Concat concat => (x, _) => cat(x, concat.Axis + 1),
        ChannelSlice slice => (x, _) => x[0].narrow(1, slice.Start, slice.Length),
        ChannelShuffle shuffle => (x, _) => Shuffle(x[0], shuffle.Groups),
        ZeroPadShortcut shortcut => (x, _) => Shortcut(x[0], shortcut.OutChannels),
        MaxPool pool => (x, _) => max_pool2d(x[0], pool.Kernel, pool.Stride, pool.Padding, ceil_mode: pool.CeilMode),
        AveragePool pool => (x, _) => avg_pool2d(x[0], pool.Kernel, pool.Stride, pool.Padding, ceil_mode: pool.CeilMode, count_include_pad: pool.CountIncludePad),
        GlobalAveragePool => (x, _) => adaptive_avg_pool2d(x[0], 1),
        Flatten => (x, _) => x[0].flatten(1),
        _ => MoreKernels.Compile(node, tensors),
    };

    /// <summary>In 32 bits whatever the precision: it is cheap, and logits with eight bits of mantissa are not worth keeping.</summary>
    private static Kernel Compile(Linear layer, string node, ModuleTensors tensors)
    {
        var weight = tensors.Master($"{node}.weight");
        var bias = layer.Bias ? tensors.Master($"{node}.bias") : null;
        return (x, _) => linear(MoreKernels.ToSingle(x[0]), weight, bias);
    }

    /// <summary>Written out because libtorch's own operator has no gradient and leaves channels-last order.</summary>
    private static Tensor Shuffle(Tensor x_NCHW, int groups)
    {
        var (n, c, h, w) = (x_NCHW.shape[0], x_NCHW.shape[1], x_NCHW.shape[2], x_NCHW.shape[3]);
        using var x_NHWC = x_NCHW.permute(0, 2, 3, 1);
        using var grouped_NHWGI = x_NHWC.reshape(n, h, w, groups, c / groups);
        using var grouped_NHWIG = grouped_NHWGI.transpose(3, 4);
        using var shuffled_NHWC = grouped_NHWIG.reshape(n, h, w, c);
        return shuffled_NHWC.permute(0, 3, 1, 2);
    }

    private static Tensor Shortcut(Tensor x_NCHW, int channels)
    {
        var before = (channels - x_NCHW.shape[1]) / 2;
        using var rows_NCHW = x_NCHW.slice(2, 0, x_NCHW.shape[2], 2);
        using var half_NCHW = rows_NCHW.slice(3, 0, x_NCHW.shape[3], 2);
        return pad(half_NCHW, [0, 0, 0, 0, before, before]);
    }
}

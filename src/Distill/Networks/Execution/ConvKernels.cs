using Distill.Tensors.Winograd;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Distill.Networks;

/// <summary>Compiles convolutions: those of 3 x 3 in 32-bit floats run on kernels of our own where the processor has what they need, all others on libtorch's.</summary>
internal static class ConvKernels
{
    /// <summary>Whether such a convolution of so many input channels can run on our own kernels.</summary>
    public static bool IsWinograd(Conv conv, long inputs) =>
        conv is { KernelHeight: 3, KernelWidth: 3, Stride: 1, Padding: 1, Dilation: 1, Groups: 1 } && Convolution3x3.Takes(inputs, conv.OutChannels);

    public static Kernel Compile(Conv conv, string node, ModuleTensors tensors)
    {
        var weight = tensors.Operand($"{node}.weight");
        var bias = Bias(conv, node, tensors);
        if (tensors.Precision != Precision.Float32)
        {
            return (x, _) => Direct(conv, x[0].to(ScalarType.BFloat16), weight(), bias());
        }

        if (!IsWinograd(conv, weight().shape[1]))
        {
            return (x, _) => Direct(conv, x[0], weight(), bias());
        }

        if (!tensors.Learns)
        {
            return Compile(new ConvBlock(conv, node, Relu: false), tensors);
        }

        return (x, _) => Convolution3x3.Takes(x[0], conv.OutChannels) && Convolution3x3.PaysToLearn(x[0], conv.OutChannels)
            ? Convolution3x3.apply(x[0], weight(), bias()!)
            : Direct(conv, x[0], weight(), bias());
    }

    public static Kernel Compile(ConvBlock block, ModuleTensors tensors)
    {
        var (weight, filter) = (tensors.Operand($"{block.Weights}.weight"), tensors.Filter($"{block.Weights}.weight"));
        var bias = Bias(block.Conv, block.Weights, tensors);
        return (x, _) => Convolution3x3.Takes(x[0], block.Conv.OutChannels)
            ? Convolution3x3.Infer(x[0], filter(), bias(), x.ElementAtOrDefault(1), block.Relu)
            : Ended(Direct(block.Conv, x[0], weight(), bias()), x.ElementAtOrDefault(1), block.Relu);
    }

    private static Func<Tensor?> Bias(Conv conv, string node, ModuleTensors tensors)
    {
        Func<Tensor?> none = () => null;
        return conv.Bias ? tensors.Operand($"{node}.bias") : none;
    }

    private static Tensor Direct(Conv conv, Tensor x_NCHW, Tensor weight_KCHW, Tensor? bias_K) =>
        conv2d(x_NCHW, weight_KCHW, bias_K!, [conv.Stride], [conv.Padding], [conv.Dilation], conv.Groups);

    /// <summary>The value with what follows it, written over it.</summary>
    public static Tensor Ended(Tensor value, Tensor? addend, bool relu)
    {
        var sum = addend is null ? value : value.add_(addend);
        return relu ? sum.relu_() : sum;
    }
}

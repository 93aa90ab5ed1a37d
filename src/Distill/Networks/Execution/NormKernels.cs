using Distill.Tensors.Normalization;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Distill.Networks;

/// <summary>Compiles batch normalisations: with the ReLU that follows them they run on a kernel of our own while they learn, otherwise on libtorch's.</summary>
internal static class NormKernels
{
    public static Kernel Compile(BatchNorm norm, string node, ModuleTensors tensors)
    {
        var (scale, shift) = (tensors.Master($"{node}.weight"), tensors.Master($"{node}.bias"));
        var (mean, variance) = (tensors.Master($"{node}.running_mean"), tensors.Master($"{node}.running_var"));
        return (x, training) => batch_norm(x[0], mean, variance, scale, shift, training, BatchNorm.Momentum, norm.Epsilon);
    }

    public static Kernel Compile(NormBlock block, ModuleTensors tensors)
    {
        var alone = Compile(block.Norm, block.Weights, tensors);
        var (scale, shift) = (tensors.Master($"{block.Weights}.weight"), tensors.Master($"{block.Weights}.bias"));
        var settings = new BatchNormSettings(
            tensors.Master($"{block.Weights}.running_mean"), tensors.Master($"{block.Weights}.running_var"), BatchNorm.Momentum, block.Norm.Epsilon, block.Ceiling);
        return (x, training) => training && BatchNormRelu.Takes(x[0])
            ? BatchNormRelu.apply(x[0], scale, shift, x.ElementAtOrDefault(1)!, settings)
            : Ended(alone(x, training), x.ElementAtOrDefault(1), block.Ceiling);
    }

    private static Tensor Ended(Tensor value, Tensor? addend, float ceiling)
    {
        if (float.IsInfinity(ceiling))
        {
            return ConvKernels.Ended(value, addend, relu: true);
        }

        using var sum = ConvKernels.Ended(value, addend, relu: false);
        return relu6(sum);
    }
}

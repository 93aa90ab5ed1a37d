using Distill.Tensors.BatchNorms;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Distill.Networks;

/// <summary>Compiles batch normalisations: those that learn in 32-bit floats run on kernels of our own where the processor has what they need.</summary>
internal static class NormKernels
{
    public static Kernel Compile(BatchNorm norm, string node, ModuleTensors tensors) =>
        Compile(new NormBlock(norm, node, Activation.None), tensors);

    public static Kernel Compile(NormBlock block, ModuleTensors tensors)
    {
        var (scale, shift) = (tensors.Master($"{block.Weights}.weight"), tensors.Master($"{block.Weights}.bias"));
        var (mean, variance) = (tensors.Master($"{block.Weights}.running_mean"), tensors.Master($"{block.Weights}.running_var"));
        var own = tensors.Learns && tensors.Precision == Precision.Float32 && BatchNormActivation.Takes(scale.shape[0]);
        return (x, training) => own && training
            ? BatchNormActivation.apply(x[0], scale, shift, mean, variance, x.ElementAtOrDefault(1)!, block.Activation, BatchNorm.Momentum, block.Norm.Epsilon)
            : Ended(batch_norm(x[0], mean, variance, scale, shift, training, BatchNorm.Momentum, block.Norm.Epsilon), x.ElementAtOrDefault(1), block.Activation);
    }

    private static Tensor Ended(Tensor value, Tensor? addend, Activation activation)
    {
        var sum = addend is null ? value : value.add_(addend);
        return activation switch
        {
            Activation.Relu => sum.relu_(),
            Activation.Relu6 => relu6(sum),
            _ => sum,
        };
    }
}

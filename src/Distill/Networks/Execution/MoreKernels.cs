using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Distill.Networks;

/// <summary>Compiles what imported networks have besides: the operators of transformers, and arithmetic that exporters write out.</summary>
internal static class MoreKernels
{
    public static Kernel Compile(Node node, ModuleTensors tensors) => node.Operator switch
    {
        Sigmoid => (x, _) => x[0].sigmoid(),
        Tanh => (x, _) => x[0].tanh(),
        Erf => (x, _) => x[0].erf(),
        Gelu => (x, _) => x[0].gelu(),
        SquareRoot => (x, _) => x[0].sqrt(),
        LeakyRelu leaky => (x, _) => x[0].leaky_relu(leaky.Slope),
        Clip clip => (x, _) => x[0].clamp(clip.Low, clip.High),
        Power power => (x, _) => x[0].pow(power.Exponent),
        Affine affine => Compile(affine),
        Subtract => (x, _) => x[0].sub(x[1]),
        Divide => (x, _) => x[0].div(x[1]),
        Reshape reshape => (x, _) => x[0].reshape([x[0].shape[0], .. reshape.Shape]),
        Transpose transpose => Compile(transpose),
        Slice slice => (x, _) => x[0].slice(slice.Axis + 1, slice.Start, slice.Start + (slice.Length - 1) * slice.Step + 1, slice.Step),
        Pad pad => Compile(pad),
        Mean mean => Compile(mean),
        MatrixMultiply => (x, _) => ToSingle(x[0]).matmul(ToSingle(x[1])),
        Softmax softmax => (x, _) => ToSingle(x[0]).softmax(softmax.Axis + 1),
        LayerNorm norm => Compile(norm, node.Name, tensors),
        Scale => Join(tensors.Operand($"{node.Name}.weight"), (x, scale) => x.mul(scale)),
        Offset => Join(tensors.Operand($"{node.Name}.bias"), (x, offset) => x.add(offset)),
        Prepend => Compile(tensors.Operand($"{node.Name}.weight")),
        _ => throw new NotSupportedException($"Operator {node.Operator.GetType().Name} has no kernel."),
    };

    /// <summary>In 32 bits whatever the precision, for what is cheap or needs the digits.</summary>
    public static Tensor ToSingle(Tensor x) => x.dtype == ScalarType.Float32 ? x : x.to(ScalarType.Float32);

    private static Kernel Compile(Affine affine) => affine switch
    {
        { Factor: 1 } => (x, _) => x[0].add(affine.Summand),
        { Summand: 0 } => (x, _) => x[0].mul(affine.Factor),
        _ => (x, _) => Line(x[0], affine),
    };

    private static Tensor Line(Tensor x, Affine affine)
    {
        using var product = x.mul(affine.Factor);
        return product.add(affine.Summand);
    }

    private static Kernel Compile(Transpose transpose)
    {
        long[] order = [0, .. transpose.Order.Select(axis => axis + 1)];
        return (x, _) => x[0].permute(order);
    }

    /// <summary>libtorch counts axes from the last one.</summary>
    private static Kernel Compile(Pad padding)
    {
        long[] sides = [.. Enumerable.Range(0, padding.Before.Count).Reverse().SelectMany(axis => new[] { padding.Before[axis], padding.After[axis] })];
        return (x, _) => pad(x[0], sides, value: padding.Value);
    }

    private static Kernel Compile(Mean mean)
    {
        long[] axes = [.. mean.Axes.Select(axis => axis + 1)];
        return (x, _) => x[0].mean(axes);
    }

    private static Kernel Compile(LayerNorm norm, string node, ModuleTensors tensors)
    {
        var (scale, shift) = (tensors.Master($"{node}.weight"), tensors.Master($"{node}.bias"));
        return (x, _) => layer_norm(ToSingle(x[0]), [x[0].shape[^1]], scale, shift, norm.Epsilon);
    }

    private static Kernel Join(Func<Tensor> operand, Func<Tensor, Tensor, Tensor> join) => (x, _) => join(x[0], operand());

    private static Kernel Compile(Func<Tensor> rows) => (x, _) =>
    {
        var own = rows();
        using var repeated = own.unsqueeze(0).expand([x[0].shape[0], .. own.shape]);
        return cat([repeated, x[0]], 1);
    };
}

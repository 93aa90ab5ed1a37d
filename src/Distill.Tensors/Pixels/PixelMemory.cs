using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Distill.Tensors.Pixels;

/// <summary>Tensors of four dimensions as the memory that the kernels work on.</summary>
internal static unsafe class PixelMemory
{
    /// <summary>As many as one memory may hold: 2 GiB.</summary>
    public const int MostFloats = int.MaxValue / sizeof(float);

    /// <summary>Refuses a tensor that is no 32-bit floats of a shape; kernels read and write memory that nobody checks behind them.</summary>
    /// <param name="operator">Who cannot take it.</param>
    /// <param name="name">What it is to the operator.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="shape">What is needed.</param>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static void Check(string @operator, string name, Tensor tensor, ReadOnlySpan<long> shape)
    {
        if (tensor.dtype != ScalarType.Float32 || !tensor.shape.AsSpan().SequenceEqual(shape))
            throw new ArgumentException($"A {@operator} cannot take {name} {tensor}: it needs 32-bit floats of shape [{string.Join(", ", shape.ToArray())}].");
    }

    /// <summary>The same values with the second dimension innermost: the channels of a pixel, or the input channels of a weight. Copied only where they are not so already; a tensor of its own.</summary>
    public static Tensor ChannelsLast(Tensor x_NCHW)
    {
        using var x_NHWC = x_NCHW.permute(0, 2, 3, 1);
        return x_NHWC.contiguous();
    }

    /// <summary>Weights with the output channels innermost and the input channels outermost. A tensor of its own.</summary>
    public static Tensor OutputsLast(Tensor weight_KCHW)
    {
        using var weight_CHWK = weight_KCHW.permute(1, 2, 3, 0);
        return weight_CHWK.contiguous();
    }

    /// <summary>The first float of a contiguous tensor; valid as long as the tensor lives.</summary>
    public static float* Of(Tensor dense) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(dense.bytes));

    /// <summary>The opposite of <see cref="ChannelsLast"/>: the dimensions in their usual order over the same memory.</summary>
    /// <remarks>Detached, so that it is no view of a tensor that was made while nothing is recorded: what follows may then overwrite it.</remarks>
    public static Tensor ChannelsSecond(Tensor x_NHWC)
    {
        using var x_NCHW = x_NHWC.permute(0, 3, 1, 2);
        return x_NCHW.detach();
    }
}

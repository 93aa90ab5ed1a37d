using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Distill.Tensors.Pixels;

/// <summary>Tensors of four dimensions as the memory that the kernels work on.</summary>
internal static unsafe class PixelMemory
{
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

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Distill.Tensors;

/// <summary>Tensors as the memory that the kernels work on.</summary>
internal static unsafe class Memory
{
    /// <summary>The same values with the channels of a pixel side by side; copied only where they are not so already. A tensor of its own.</summary>
    public static Tensor Pixels(Tensor x_NCHW)
    {
        using var x_NHWC = x_NCHW.permute(0, 2, 3, 1);
        return x_NHWC.contiguous();
    }

    /// <summary>Weights with the output channels side by side, and the input channels outermost. A tensor of its own.</summary>
    public static Tensor ByInput(Tensor weight_KCHW)
    {
        using var weight_CHWK = weight_KCHW.permute(1, 2, 3, 0);
        return weight_CHWK.contiguous();
    }

    /// <summary>The first float of a contiguous tensor; valid as long as the tensor lives.</summary>
    public static float* Of(Tensor dense) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(dense.bytes));

    /// <summary>Pixels whose channels lie side by side as a tensor N x C x H x W over the same memory.</summary>
    /// <remarks>Detached, so that it is no view of a tensor that was made while nothing is recorded: what follows may then overwrite it.</remarks>
    public static Tensor Image(Tensor x_NHWC)
    {
        using var x_NCHW = x_NHWC.permute(0, 3, 1, 2);
        return x_NCHW.detach();
    }
}

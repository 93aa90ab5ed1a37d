using static TorchSharp.torch;

namespace Distill.Networks;

/// <summary>The memory order in which the channels of one pixel lie side by side; shapes stay N, C, H, W.</summary>
internal static class ChannelsLast
{
    /// <summary>The same values in that order; nothing is copied where they already are.</summary>
    public static Tensor Of(Tensor x_NCHW)
    {
        using var x_NHWC = x_NCHW.permute(0, 2, 3, 1);
        using var dense_NHWC = x_NHWC.contiguous();
        return dense_NHWC.permute(0, 3, 1, 2);
    }
}

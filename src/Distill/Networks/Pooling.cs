using static TorchSharp.torch;

namespace Distill.Networks;

/// <summary>What a tap is reduced to before it is compared or written down: one number for each channel of each sample.</summary>
internal static class Pooling
{
    /// <summary>The mean over height and width of a map, over the tokens of a sequence of them; a row of numbers as it is.</summary>
    public static Tensor OverSpace(Tensor tap_N) => tap_N.ndim switch
    {
        4 => tap_N.mean([2, 3]),
        3 => tap_N.mean([1]),
        _ => tap_N,
    };
}

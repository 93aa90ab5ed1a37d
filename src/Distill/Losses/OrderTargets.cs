using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>One tap's activation orders of a batch, as the loss needs them.</summary>
/// <param name="Indices_NM">Channel indices in the order of switching on, int64; entries at and beyond a sample's length are 0.</param>
/// <param name="Valid_NM">True where <paramref name="Indices_NM"/> holds an entry of the order.</param>
/// <param name="Listed_NC">True for every channel that the sample's order lists.</param>
/// <param name="On_NC">True for every channel above its resting level, listed or not; null where the labels do not record it.</param>
public sealed record OrderTargets(Tensor Indices_NM, Tensor Valid_NM, Tensor Listed_NC, Tensor? On_NC = null);

using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>What the samples of a batch are mixed with.</summary>
/// <param name="Partners_N">The class of the other sample, int64; negative where nobody has labelled it.</param>
/// <param name="Shares_N">The part of the mixture that is the sample itself, float32; 1 where it is not mixed.</param>
public sealed record MixedLabels(Tensor Partners_N, Tensor Shares_N);

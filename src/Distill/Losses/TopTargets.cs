using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>The teacher's truncated logits of a batch: the T largest of K, and what the others weigh together.</summary>
/// <param name="Classes_NT">Class indices, int64.</param>
/// <param name="Logits_NT">Their logits, float32.</param>
/// <param name="Listed_NK">True for every class that is listed.</param>
/// <param name="Rest_N">ln Σ exp(logit / τ) over the classes that are not listed, by temperature τ.</param>
public sealed record TopTargets(
    Tensor Classes_NT, Tensor Logits_NT, Tensor Listed_NK, IReadOnlyDictionary<double, Tensor> Rest_N);

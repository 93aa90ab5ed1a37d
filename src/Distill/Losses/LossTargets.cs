using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>What one batch is to learn: the dataset's labels and, where there is a label set, the teacher's for the same views.</summary>
/// <param name="Labels_N">The dataset's class indices, int64.</param>
/// <param name="Logits_NK">The teacher's logits, float32; null where none or only the largest are recorded.</param>
/// <param name="Top">The teacher's largest logits; null where all or none are recorded.</param>
/// <param name="Orders">The teacher's activation orders, by pair of layers.</param>
public sealed record LossTargets(
    Tensor Labels_N, Tensor? Logits_NK, TopTargets? Top, IReadOnlyDictionary<TapPair, OrderTargets> Orders);

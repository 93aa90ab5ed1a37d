using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Plackett-Luce distillation <c>Σ_k q_k [ ln Σ_{l≥k} exp(s_π(l)) − s_π(k) ]</c>, mean over the batch: the likelihood of the teacher's
/// ranking π of the classes, the true class moved to its head, each position weighted by the teacher's probability q of its class
/// (Bassam et al. 2025, "PLD: A Choice-Theoretic List-Wise Knowledge Distillation").
/// </summary>
/// <remarks>Holds cross-entropy in its first position, so it usually stands alone.</remarks>
/// <param name="weight">Factor in the loss.</param>
/// <param name="temperature">What the teacher's logits are divided by before they become weights; 1 in the paper.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
public sealed class Pld(double weight, double temperature = 1, double warmupEpochs = 0) : LossTerm("pld", weight, warmupEpochs)
{
    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        var teacher_NK = input.Targets.AllLogits(Name);
        var ranking_NK = teacher_NK.masked_fill(input.Targets.IsClass(teacher_NK), float.MaxValue).argsort(1, descending: true);
        var weights_NK = (teacher_NK / temperature).softmax(1).gather(1, ranking_NK);
        var scores_NK = input.Logits_NK.gather(1, ranking_NK);
        var race_NK = scores_NK.flip(1).logcumsumexp(1).flip(1);
        return (weights_NK * (race_NK - scores_NK)).sum(1).mean();
    }
}

using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Decoupled distillation <c>T² · [ α · KL(b_t ‖ b_s) + β · KL(p̂_t ‖ p̂_s) ]</c>, mean over the batch: b is the probability of the true
/// class against that of all others together, p̂ the distribution among the others (Zhao et al. 2022, equation 7).
/// </summary>
/// <remarks>Hinton's loss has (1 − the teacher's probability of the true class) in β's place, which hides the others where the teacher is sure.</remarks>
/// <param name="weight">Factor in the loss.</param>
/// <param name="temperature">T, above 0.</param>
/// <param name="target">α, 1 in the paper.</param>
/// <param name="others">β, 8 in the paper for most pairs of networks.</param>
/// <param name="standardize">Whether logits are made z-scores first.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up; 20 of 240 in the paper.</param>
public sealed class Dkd(double weight, double temperature = 4, double target = 1, double others = 8, bool standardize = false, double warmupEpochs = 0)
    : LossTerm("dkd", weight, warmupEpochs)
{
    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        var teacher_NK = Softened(input.Targets.AllLogits(Name));
        var student_NK = Softened(input.Logits_NK);
        var classes_N1 = input.Targets.Classes_N.unsqueeze(1);
        var isTarget_NK = input.Targets.IsClass(teacher_NK);

        var binary_N = KullbackLeibler.Of(Binary(teacher_NK, classes_N1, isTarget_NK), Binary(student_NK, classes_N1, isTarget_NK));
        var rest_N = KullbackLeibler.Of(Rest(teacher_NK, isTarget_NK), Rest(student_NK, isTarget_NK));
        return (binary_N * target + rest_N * others).mean() * (temperature * temperature);
    }

    private Tensor Softened(Tensor logits_NK) => (standardize ? Standardization.Of(logits_NK) : logits_NK) / temperature;

    // Log-probabilities of the true class and of all others together.
    private static Tensor Binary(Tensor logits_NK, Tensor classes_N1, Tensor isTarget_NK)
    {
        var log_NK = logits_NK.log_softmax(1);
        return cat([log_NK.gather(1, classes_N1), log_NK.masked_fill(isTarget_NK, MinusLarge).logsumexp(1, keepdim: true)], 1);
    }

    // Log-probabilities among the others; the true class has none worth speaking of on both sides.
    private static Tensor Rest(Tensor logits_NK, Tensor isTarget_NK) =>
        logits_NK.masked_fill(isTarget_NK, MinusLarge).log_softmax(1).masked_fill(isTarget_NK, MinusLarge);
}

using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Hinton's distillation loss <c>T² · KL(softmax(t/T) ‖ softmax(s/T))</c>, summed over classes, mean over the batch
/// (Hinton, Vinyals, Dean 2015, section 2). T² keeps the size of its gradient independent of the temperature.
/// </summary>
/// <remarks>
/// Where only the teacher's largest logits are recorded, all other classes count as one outcome on both sides: a lower bound of the
/// full divergence that is exact as soon as the student's ratios among the unlisted classes are the teacher's.
/// </remarks>
/// <param name="weight">Factor in the loss.</param>
/// <param name="temperature">T, above 0; higher shows more of the teacher's ranking of wrong classes.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
/// <param name="standardize">Whether logits are made z-scores first (Sun et al. 2024, with T = 2 and weight 9); needs all of the teacher's logits.</param>
public sealed class SoftLabels(double weight, double temperature = 4, double warmupEpochs = 0, bool standardize = false)
    : LossTerm("soft_labels", weight, warmupEpochs)
{
    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        var divergence_N = input.Targets switch
        {
            { Logits_NK: { } teacher_NK } => KullbackLeibler.Of(
                (Scaled(teacher_NK) / temperature).log_softmax(1), (Scaled(input.Logits_NK) / temperature).log_softmax(1)),
            { Top: { } top } when !standardize => KullbackLeibler.Of(TeacherOutcomes(top), StudentOutcomes(input.Logits_NK, top)),
            _ => throw new InvalidOperationException("The loss term soft_labels needs a label set with logits."),
        };
        return divergence_N.mean() * (temperature * temperature);
    }

    private Tensor Scaled(Tensor logits_NK) => standardize ? Standardization.Of(logits_NK) : logits_NK;

    // Log-probabilities of the listed classes and, in the last column, of all others together.
    private Tensor TeacherOutcomes(TopTargets top)
    {
        if (!top.Rest_N.TryGetValue(temperature, out var rest_N))
        {
            throw new InvalidOperationException(
                $"The labels keep only the largest logits, for the temperatures {string.Join(", ", top.Rest_N.Keys)}, and not for {temperature}.");
        }
        return cat([top.Logits_NT / temperature, rest_N.unsqueeze(1)], 1).log_softmax(1);
    }

    private Tensor StudentOutcomes(Tensor logits_NK, TopTargets top)
    {
        var log_NK = (logits_NK / temperature).log_softmax(1);
        var rest_N1 = log_NK.masked_fill(top.Listed_NK, float.MinValue / 4).logsumexp(1, keepdim: true);
        return cat([log_NK.gather(1, top.Classes_NT), rest_N1], 1);
    }
}

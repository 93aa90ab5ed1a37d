using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// The relation terms of multi-level logit distillation: <c>Σ_T ‖P_t P_tᵀ − P_s P_sᵀ‖² / N + ‖P_tᵀ P_t − P_sᵀ P_s‖² / K</c>, P being the
/// batch's predictions at temperature T: how alike samples are, and how alike classes (Jin et al. 2023, equations 4 to 9).
/// </summary>
/// <remarks>
/// The paper's third level, Hinton's loss at the same temperatures, is <see cref="SoftLabels"/>. Its masks of confident samples are left
/// out: a teacher that has labelled views has been asked about all of them.
/// </remarks>
/// <param name="weight">Factor in the loss.</param>
/// <param name="temperatures">The temperatures summed over; 2 to 6 in the paper.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
public sealed class Mlkd(double weight, IReadOnlyList<double> temperatures, double warmupEpochs = 0)
    : LossTerm("mlkd", weight, warmupEpochs)
{
    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        var teacher_NK = input.Targets.AllLogits(Name);
        return temperatures.Select(temperature => Relations(
            (teacher_NK / temperature).softmax(1), (input.Logits_NK / temperature).softmax(1))).Aggregate((sum, value) => sum + value);
    }

    private static Tensor Relations(Tensor teacher_NK, Tensor student_NK)
    {
        var samples = teacher_NK.mm(teacher_NK.t()) - student_NK.mm(student_NK.t());
        var classes = teacher_NK.t().mm(teacher_NK) - student_NK.t().mm(student_NK);
        return samples.square().sum() / (double)teacher_NK.shape[0] + classes.square().sum() / (double)teacher_NK.shape[1];
    }
}

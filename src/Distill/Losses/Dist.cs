using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Distillation by relations of predictions: <c>T² · [ β · (1 − mean_n ρ(p_t[n,:], p_s[n,:])) + γ · (1 − mean_k ρ(p_t[:,k], p_s[:,k])) ]</c>
/// with Pearson's correlation ρ over the classes of a sample and over the samples of a class (Huang et al. 2022, equations 6 to 10).
/// </summary>
/// <param name="weight">Factor in the loss.</param>
/// <param name="temperature">T, above 0; 1 in the paper's ImageNet experiments, 4 in its CIFAR ones.</param>
/// <param name="inter">β, of the correlation over classes.</param>
/// <param name="intra">γ, of the correlation over samples.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
public sealed class Dist(double weight, double temperature = 1, double inter = 1, double intra = 1, double warmupEpochs = 0)
    : LossTerm("dist", weight, warmupEpochs)
{
    private const double Epsilon = 1e-8;

    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        var teacher_NK = (input.Targets.AllLogits(Name) / temperature).softmax(1);
        var student_NK = (input.Logits_NK / temperature).softmax(1);
        var rows = 1 - Correlation(teacher_NK, student_NK).mean();
        var columns = 1 - Correlation(teacher_NK.t(), student_NK.t()).mean();
        return (rows * inter + columns * intra) * (temperature * temperature);
    }

    private static Tensor Correlation(Tensor one_RC, Tensor other_RC)
    {
        var (a_RC, b_RC) = (Centred(one_RC), Centred(other_RC));
        var lengths_R = ((a_RC * a_RC).sum(1) * (b_RC * b_RC).sum(1) + Epsilon * Epsilon).sqrt();
        return (a_RC * b_RC).sum(1) / lengths_R;
    }

    private static Tensor Centred(Tensor values_RC) => values_RC - values_RC.mean([1], keepdim: true);
}

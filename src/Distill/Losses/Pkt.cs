using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Probabilistic knowledge transfer <c>mean over pairs of p_t · ln(p_t / p_s)</c>: how likely sample j is to be chosen as a neighbour of
/// sample i, in proportion to (1 + cosine of their pooled features) / 2 (Passalis and Tefas 2018, equations 6 to 9; weight 30,000 in the
/// field's benchmark).
/// </summary>
/// <param name="weight">Factor in the loss.</param>
/// <param name="pair">The layers whose pooled features are compared.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
public sealed class Pkt(double weight, TapPair pair, double warmupEpochs = 0) : LossTerm("pkt", weight, warmupEpochs)
{
    private const double Epsilon = 1e-7;

    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        var teacher_NN = Neighbours(input.Targets.Pooled(pair));
        var student_NN = Neighbours(input.Pooled_ND[pair.StudentNode]);
        return (teacher_NN * ((teacher_NN + Epsilon) / (student_NN + Epsilon)).log()).mean();
    }

    private static Tensor Neighbours(Tensor features_ND)
    {
        var unit_ND = UnitRows.Of(features_ND);
        var similarity_NN = (unit_ND.mm(unit_ND.t()) + 1) / 2;
        return similarity_NN / similarity_NN.sum(1, keepdim: true);
    }
}

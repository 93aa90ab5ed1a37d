using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Similarity-preserving distillation <c>‖G_t − G_s‖² / N²</c>, G being a batch's Gram matrix of pooled features with rows of length 1
/// (Tung and Mori 2019, equations 1 to 4; weight 3000 there).
/// </summary>
/// <param name="weight">Factor in the loss.</param>
/// <param name="pair">The layers whose pooled features are compared.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
public sealed class Sp(double weight, TapPair pair, double warmupEpochs = 0) : LossTerm("sp", weight, warmupEpochs)
{
    /// <inheritdoc/>
    public override Tensor Compute(LossInput input) =>
        (Similarities(input.Targets.Pooled(pair)) - Similarities(input.Pooled_ND[pair.StudentNode])).square().mean();

    private static Tensor Similarities(Tensor features_ND) => UnitRows.Of(features_ND.mm(features_ND.t()));
}

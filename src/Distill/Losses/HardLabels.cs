using Distill.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Cross-entropy with the dataset's own labels: <c>-log softmax(z)_y</c>, mean over the batch. Samples without a label do not count; a
/// mixed sample has two, each with its share of the mixture.
/// </summary>
/// <param name="weight">Factor in the loss.</param>
/// <param name="smoothing">Share of the target spread evenly over all classes (Szegedy et al. 2016), 0 to 1.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
public sealed class HardLabels(double weight, double smoothing = 0, double warmupEpochs = 0)
    : LossTerm("hard_labels", weight, warmupEpochs)
{
    /// <inheritdoc/>
    public override Tensor Compute(LossInput input) => input.Targets switch
    {
        { HasUnlabelled: false, Mixed: null } targets => nn.functional.cross_entropy(input.Logits_NK, targets.Labels_N, label_smoothing: smoothing),
        { Mixed: null } targets => Mean(input.Logits_NK, targets.Labels_N, null),
        { Mixed: var mixed } targets => Mean(input.Logits_NK, targets.Labels_N, mixed.Shares_N)
            + Mean(input.Logits_NK, mixed.Partners_N, 1 - mixed.Shares_N),
    };

    // The sum over labelled samples, by their shares, over how many are labelled.
    private Tensor Mean(Tensor logits_NK, Tensor labels_N, Tensor? shares_N)
    {
        var each_N = nn.functional.cross_entropy(
            logits_NK, labels_N, ignore_index: ImageSet.Unlabelled, reduction: nn.Reduction.None, label_smoothing: smoothing);
        var labelled = labels_N.ge(0).to(ScalarType.Float32).sum().clamp_min(1);
        return (shares_N is null ? each_N : each_N * shares_N).sum() / labelled;
    }
}

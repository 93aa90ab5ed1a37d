using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>Cross-entropy with the dataset's own labels: <c>-log softmax(z)_y</c>, mean over the batch.</summary>
/// <param name="weight">Factor in the loss.</param>
/// <param name="smoothing">Share of the target spread evenly over all classes (Szegedy et al. 2016), 0 to 1.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
public sealed class HardLabels(double weight, double smoothing = 0, double warmupEpochs = 0)
    : LossTerm("hard_labels", weight, warmupEpochs)
{
    /// <inheritdoc/>
    public override Tensor Compute(LossInput input) =>
        nn.functional.cross_entropy(input.Logits_NK, input.Targets.Labels_N, label_smoothing: smoothing);
}

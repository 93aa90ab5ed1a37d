namespace Distill.Jobs;

/// <summary>One term of the loss, a weighted sum; each is charted on its own.</summary>
public sealed record LossSpec
{
    /// <summary>Cross entropy with the true labels.</summary>
    public const string HardLabels = "hard_labels";

    /// <summary>Divergence from the teacher's softened class probabilities (Hinton et al. 2015), times temperature squared.</summary>
    public const string SoftLabels = "soft_labels";

    /// <summary>Likelihood of the order in which the teacher's channels switch on.</summary>
    public const string ActivationOrder = "activation_order";

    /// <summary><see cref="HardLabels"/>, <see cref="SoftLabels"/> or <see cref="ActivationOrder"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Factor of the term in the sum. Default: 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>How far <c>soft_labels</c> softens both distributions; 1 leaves them as they are. Default: 4.</summary>
    public double Temperature { get; init; } = 4;

    /// <summary>Layers that <c>activation_order</c> pairs; empty for other kinds. Default: the last of both networks.</summary>
    public IReadOnlyList<TapPairSpec> Taps { get; init; } = [];

    /// <summary>Epochs over which the weight rises from 0 to its full value. Default: 0, full from the first step.</summary>
    public double WarmupEpochs { get; init; }
}

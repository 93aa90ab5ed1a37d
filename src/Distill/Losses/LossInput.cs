using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// What every loss term sees of one batch. Shapes: N samples, K classes, D student channels, C teacher channels, M prefix length,
/// T listed classes.
/// </summary>
public sealed record LossInput
{
    /// <summary>The student's logits, float32, with gradients.</summary>
    public required Tensor Logits_NK { get; init; }

    /// <summary>The student's tapped feature maps after global average pooling, by node of the student.</summary>
    public required IReadOnlyDictionary<string, Tensor> Pooled_ND { get; init; }

    /// <summary>What the batch is to learn.</summary>
    public required LossTargets Targets { get; init; }
}

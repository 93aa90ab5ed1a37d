using static TorchSharp.torch;

namespace Distill.Tensors.Normalization;

/// <summary>What a <see cref="BatchNormRelu"/> is told beside its tensors that learn.</summary>
/// <param name="RunningMean_C">The running mean, which every batch moves.</param>
/// <param name="RunningVariance_C">The running unbiased variance, which every batch moves.</param>
/// <param name="Momentum">The share of both that a batch replaces, 0 to 1.</param>
/// <param name="Epsilon">Added to the variance of the batch.</param>
/// <param name="Ceiling">The largest value that the ReLU lets through: infinity, or 6.</param>
public sealed record BatchNormSettings(Tensor RunningMean_C, Tensor RunningVariance_C, double Momentum, double Epsilon, float Ceiling);

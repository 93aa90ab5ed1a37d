namespace Distill.Labels;

/// <summary>Mean and standard deviation of the pooled activations at one tap.</summary>
/// <param name="Node">Name of the tapped graph node.</param>
/// <param name="Means_C">Mean per channel.</param>
/// <param name="Deviations_C">Population standard deviation per channel.</param>
public sealed record TapStatistics(string Node, IReadOnlyList<double> Means_C, IReadOnlyList<double> Deviations_C);

namespace Distill.Data;

/// <summary>
/// How bytes become network inputs, per channel: <c>(pixel / 255 - mean) / std</c>.
/// </summary>
/// <param name="Mean">Mean of each channel on the 0 to 1 scale.</param>
/// <param name="Std">Standard deviation of each channel on the 0 to 1 scale; positive.</param>
public sealed record Normalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Std);

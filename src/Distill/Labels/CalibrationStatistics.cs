namespace Distill.Labels;

/// <summary>
/// The resting level of every tapped channel: mean and standard deviation of its spatially pooled activation.
/// </summary>
/// <param name="Samples">How many samples were measured.</param>
/// <param name="Taps">One entry per tap, in the label set's order.</param>
public sealed record CalibrationStatistics(int Samples, IReadOnlyList<TapStatistics> Taps)
{
    /// <summary>At most so many samples are measured: the first ones of the training set, without augmentation.</summary>
    public const int MostSamples = 4096;

    /// <summary>Added to a deviation before dividing by it, so that a channel that never moves stays at rest.</summary>
    public const double Epsilon = 1e-6;

    /// <summary>Names the procedure in a label set's fingerprint.</summary>
    public const string Recipe = "zscore v1: plain view, first min(N, 4096) samples, float64 sums, population deviation, epsilon 1e-6";
}

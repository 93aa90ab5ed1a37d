using System.Security.Cryptography;
using System.Text.Json.Serialization;

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

    /// <summary>SHA-256 (hex) of <see cref="ToBytes"/>; every chunk with activation orders carries it.</summary>
    [JsonIgnore]
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(ToBytes()));

    /// <summary>The canonical form: JSON in which every number reads back to the same bits.</summary>
    public byte[] ToBytes() => LabelJson.Write(this);

    /// <summary>
    /// Turns pooled activations into z-scores in place: (a − mean) / (deviation + ε) in float64, rounded once.
    /// </summary>
    /// <param name="tap">Index of the tap.</param>
    /// <param name="activations_NC">Pooled activations, one row per sample.</param>
    public void Standardize(int tap, Span<float> activations_NC)
    {
        var (means, deviations) = (Taps[tap].Means_C, Taps[tap].Deviations_C);
        var channels = means.Count;
        for (var i = 0; i < activations_NC.Length; i++)
        {
            var c = i % channels;
            activations_NC[i] = (float)((activations_NC[i] - means[c]) / (deviations[c] + Epsilon));
        }
    }

    internal bool Fits(LabelSet set) =>
        Samples > 0
        && Taps.Count == set.Taps.Count
        && Taps.Zip(set.Taps).All(pair =>
            pair.First.Node == pair.Second.Node
            && pair.First.Means_C.Count == pair.Second.Channels
            && pair.First.Deviations_C.Count == pair.Second.Channels
            && pair.First.Means_C.All(double.IsFinite)
            && pair.First.Deviations_C.All(deviation => double.IsFinite(deviation) && deviation >= 0));
}

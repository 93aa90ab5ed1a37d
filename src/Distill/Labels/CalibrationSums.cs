namespace Distill.Labels;

/// <summary>
/// Adds up pooled activations of one tap for its <see cref="TapStatistics"/>, sample by sample in float64, so that the batch
/// size of the measuring changes nothing.
/// </summary>
public sealed class CalibrationSums(TapColumn tap)
{
    private readonly double[] _sums_C = new double[tap.Channels];
    private readonly double[] _squares_C = new double[tap.Channels];

    /// <summary>Samples added so far.</summary>
    public int Samples { get; private set; }

    /// <summary>Adds samples in order.</summary>
    /// <param name="activations_NC">Spatially pooled activations, one row per sample.</param>
    /// <exception cref="LabelException">One of them is not a finite number.</exception>
    public void Add(ReadOnlySpan<float> activations_NC)
    {
        for (; activations_NC.Length >= tap.Channels; activations_NC = activations_NC[tap.Channels..])
        {
            if (!FiniteRow.Holds(activations_NC[..tap.Channels]))
            {
                throw new LabelException($"The activations at '{tap.Node}' are not finite numbers, so they have no resting level; check the teacher's weights and its normalisation.");
            }

            for (var c = 0; c < tap.Channels; c++)
            {
                double value = activations_NC[c];
                _sums_C[c] += value;
                _squares_C[c] += value * value;
            }

            Samples++;
        }
    }

    /// <summary>Means and population deviations of what was added.</summary>
    public TapStatistics Finish()
    {
        var means_C = Array.ConvertAll(_sums_C, sum => sum / Samples);
        var deviations_C = new double[tap.Channels];
        for (var c = 0; c < tap.Channels; c++)
        {
            // Rounding may take the variance of a constant channel just below zero.
            deviations_C[c] = Math.Sqrt(Math.Max(0, (_squares_C[c] / Samples) - (means_C[c] * means_C[c])));
        }

        return new(tap.Node, means_C, deviations_C);
    }
}

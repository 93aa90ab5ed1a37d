namespace Distill.Labels;

/// <summary>
/// The activation order of each sample. A common threshold falls from far above: a channel switches on when the threshold
/// reaches its activation, so the order of switching on is the order of descending activation.
/// </summary>
/// <remarks>
/// Activations are compared as z-scores against each channel's resting level (<see cref="CalibrationStatistics"/>): rescaling a
/// channel and its outgoing weights leaves a ReLU network's function as it is, yet reorders raw activations at will.
/// This reading is the project's own; the licence for it is rank-order coding (Thorpe, Delorme and Van Rullen, Neural
/// Networks 14, 2001: strongly driven neurons fire first).
/// </remarks>
public static class OrderSignature
{
    /// <summary>
    /// Channels above their resting level (z &gt; 0) by descending z, equal ones by ascending index, cut at the tap's prefix.
    /// </summary>
    /// <param name="z_NC">z-scores, one row per sample.</param>
    /// <param name="tap">The layer that they come from.</param>
    /// <exception cref="LabelException">A z-score is not a finite number: such a sample is never sorted.</exception>
    public static OrderColumn Of(ReadOnlySpan<float> z_NC, TapColumn tap)
    {
        if (tap.Channels <= 0 || z_NC.Length % tap.Channels != 0)
        {
            throw new ArgumentException($"{z_NC.Length} z-scores do not make rows of {tap.Channels} channels.", nameof(z_NC));
        }

        var samples = z_NC.Length / tap.Channels;
        var lengths_N = new ushort[samples];
        var indices_NM = new ushort[samples * tap.Prefix];
        indices_NM.AsSpan().Fill(OrderColumn.Padding);
        var selection = new StrongestSelection(tap.Prefix);
        var strongest = new int[tap.Prefix];
        for (var sample = 0; sample < samples; sample++)
        {
            var row = z_NC.Slice(sample * tap.Channels, tap.Channels);
            Refuse(row, sample, tap);
            var length = selection.Pick(row, above: 0, strongest);
            lengths_N[sample] = (ushort)length;
            for (var k = 0; k < length; k++)
            {
                indices_NM[(sample * tap.Prefix) + k] = (ushort)strongest[k];
            }
        }

        return new(tap, lengths_N, indices_NM) { On_NB = tap.Mask ? MaskOf(z_NC, tap, samples) : [] };
    }

    private static byte[] MaskOf(ReadOnlySpan<float> z_NC, TapColumn tap, int samples)
    {
        var on_NB = new byte[samples * tap.MaskBytes];
        for (var i = 0; i < z_NC.Length; i++)
        {
            var (sample, channel) = Math.DivRem(i, tap.Channels);
            if (z_NC[i] > 0)
            {
                on_NB[(sample * tap.MaskBytes) + (channel / 8)] |= (byte)(1 << (channel % 8));
            }
        }

        return on_NB;
    }

    private static void Refuse(ReadOnlySpan<float> row, int sample, TapColumn tap)
    {
        if (!FiniteRow.Holds(row))
        {
            throw new LabelException(
                $"The activations of sample {sample} at '{tap.Node}' are not finite numbers, so they have no order; check the teacher's weights and its normalisation.");
        }
    }
}

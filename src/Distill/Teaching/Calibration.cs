using Distill.Labels;

namespace Distill.Teaching;

/// <summary>
/// Measures the resting level of every tapped channel: mean and deviation over the first plain training images. Without it the order
/// of channels would mostly tell the networks apart and hardly the images (a positive rescaling of a channel changes the raw order
/// and not the function).
/// </summary>
public static class Calibration
{
    /// <summary>Samples that the label set's recipe measures.</summary>
    public static int SamplesOf(LabelSet set) => Math.Min(set.Samples, CalibrationStatistics.MostSamples);

    /// <summary>Statistics of the teacher's answers, summed in float64 and in the samples' order.</summary>
    /// <param name="set">The label set.</param>
    /// <param name="pooled_ND">Pooled activations of <see cref="SamplesOf"/> samples, per tap of the set.</param>
    /// <exception cref="LabelException">An activation is not a finite number.</exception>
    public static CalibrationStatistics Of(LabelSet set, IReadOnlyList<float[]> pooled_ND) =>
        new(SamplesOf(set), [.. set.Taps.Zip(pooled_ND, Statistics)]);

    private static TapStatistics Statistics(TapColumn tap, float[] pooled_ND)
    {
        var sums = new CalibrationSums(tap);
        sums.Add(pooled_ND);
        return sums.Finish();
    }
}

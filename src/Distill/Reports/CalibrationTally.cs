namespace Distill.Reports;

/// <summary>Collects confidences for the expected calibration error of Guo et al. (ICML 2017): bins are (b/B, (b + 1)/B].</summary>
internal sealed class CalibrationTally(int bins)
{
    private readonly double[] _confidence = new double[bins];
    private readonly int[] _hits = new int[bins];
    private int _count;

    /// <summary>The gap between confidence and accuracy, averaged over samples; 0 without any.</summary>
    public double Error => _count == 0 ? 0 : _confidence.Zip(_hits, (confidence, hits) => Math.Abs(confidence - hits)).Sum() / _count;

    /// <summary>Adds one prediction: the probability of the class it names, and whether that is the right one.</summary>
    public void Add(double confidence, bool hit)
    {
        var bin = Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);
        _confidence[bin] += confidence;
        _hits[bin] += hit ? 1 : 0;
        _count++;
    }
}

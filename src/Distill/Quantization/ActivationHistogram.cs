namespace Distill.Quantization;

/// <summary>
/// What a tensor held over all calibration images, in constant memory: first the extremes are found, then values are counted in 2,048 bins
/// between them.
/// </summary>
internal sealed class ActivationHistogram
{
    public const int BinCount = 2048;

    private readonly long[] _bins = new long[BinCount];
    private float _lowest;
    private float _highest;
    private double _binsPerUnit;

    /// <summary>The lowest value, at most zero.</summary>
    public double Lowest => _lowest;

    /// <summary>The highest value, at least zero.</summary>
    public double Highest => _highest;

    /// <summary>Values by bin.</summary>
    public ReadOnlySpan<long> Bins => _bins;

    /// <summary>The width of a bin.</summary>
    public double BinWidth => (Highest - Lowest) / BinCount;

    /// <summary>The middle of a bin.</summary>
    public double Middle(int bin) => Lowest + (bin + 0.5) * BinWidth;

    /// <summary>The bin that holds zero.</summary>
    public int ZeroBin => Math.Clamp((int)(-Lowest * _binsPerUnit), 0, BinCount - 1);

    /// <summary>First pass: widens the extremes.</summary>
    public void Widen(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            _lowest = Math.Min(_lowest, value);
            _highest = Math.Max(_highest, value);
        }

        _binsPerUnit = _highest > _lowest ? BinCount / (Highest - Lowest) : 0;
    }

    /// <summary>Second pass: counts values, of which <see cref="Widen"/> has seen each.</summary>
    public void Count(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            _bins[Math.Min((int)((value - Lowest) * _binsPerUnit), BinCount - 1)]++;
        }
    }
}

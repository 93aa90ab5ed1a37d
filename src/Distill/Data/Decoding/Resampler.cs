namespace Distill.Data.Decoding;

/// <summary>
/// Brings a picture to a square: the largest centred square of it, shrunk by averaging areas or enlarged by bilinear
/// interpolation.
/// </summary>
/// <remarks>
/// All weights are whole numbers and there is one rounding at the end, so the result is the exact one everywhere. Area
/// averaging sees every pixel, which point-sampled bilinear interpolation does not: nothing flickers or aliases.
/// </remarks>
internal sealed class Resampler
{
    private readonly int _from;
    private readonly int _to;
    private readonly int[] _firsts;
    private readonly int[][] _weights;

    /// <param name="from">Side of the square that is taken from the picture.</param>
    /// <param name="to">Side of the square that is wanted.</param>
    public Resampler(int from, int to)
    {
        (_from, _to) = (from, to);
        _firsts = new int[to];
        _weights = new int[to][];
        for (var i = 0; i < to; i++)
        {
            (_firsts[i], _weights[i]) = from >= to ? Area(i) : Bilinear(i);
        }
    }

    /// <summary>The sum of the weights along one axis.</summary>
    private long Total => _from >= _to ? _from : 2L * _to;

    /// <param name="source_HWC">A picture whose shorter side is the square's.</param>
    /// <param name="width">The width of the picture.</param>
    /// <param name="height">The height of the picture.</param>
    /// <param name="target_HWC">The square, of three channels as the picture.</param>
    public void Resample(ReadOnlySpan<byte> source_HWC, int width, int height, Span<byte> target_HWC)
    {
        const int Channels = PictureFile.Channels;
        var (left, top) = ((width - _from) / 2, (height - _from) / 2);
        var sums_XC = new long[_to * Channels];
        for (var y = 0; y < _to; y++)
        {
            Array.Clear(sums_XC);
            for (var k = 0; k < _weights[y].Length; k++)
            {
                var start = ((top + _firsts[y] + k) * width + left) * Channels;
                AddRow(source_HWC.Slice(start, _from * Channels), _weights[y][k], sums_XC);
            }

            var total = Total * Total;
            var row_XC = target_HWC.Slice(y * _to * Channels, _to * Channels);
            for (var i = 0; i < row_XC.Length; i++)
            {
                row_XC[i] = (byte)((sums_XC[i] + total / 2) / total);
            }
        }
    }

    private void AddRow(ReadOnlySpan<byte> row_XC, int rowWeight, Span<long> sums_XC)
    {
        for (var x = 0; x < _to; x++)
        {
            var (red, green, blue) = (0L, 0L, 0L);
            var i = _firsts[x] * PictureFile.Channels;
            foreach (var weight in _weights[x])
            {
                red += weight * row_XC[i];
                green += weight * row_XC[i + 1];
                blue += weight * row_XC[i + 2];
                i += PictureFile.Channels;
            }

            sums_XC[3 * x] += rowWeight * red;
            sums_XC[3 * x + 1] += rowWeight * green;
            sums_XC[3 * x + 2] += rowWeight * blue;
        }
    }

    /// <summary>
    /// In units of 1/to of a source pixel, target i covers [i from, (i + 1) from): each source pixel counts by its overlap.
    /// </summary>
    private (int First, int[] Weights) Area(int i)
    {
        var (start, end) = ((long)i * _from, (i + 1L) * _from);
        var first = (int)(start / _to);
        var last = (int)((end - 1) / _to);
        var weights = new int[last - first + 1];
        for (var s = first; s <= last; s++)
        {
            weights[s - first] = (int)(Math.Min(end, (s + 1L) * _to) - Math.Max(start, (long)s * _to));
        }

        return (first, weights);
    }

    /// <summary>
    /// The centre of target i lies (2 i + 1) from - to of 2 to-ths of a pixel right of the first source centre; beyond the outermost
    /// centres the border is continued.
    /// </summary>
    private (int First, int[] Weights) Bilinear(int i)
    {
        var unit = 2 * _to;
        var centre = Math.Clamp((2 * i + 1) * _from - _to, 0, (_from - 1) * unit);
        var (first, fraction) = (centre / unit, centre % unit);
        return fraction == 0 ? (first, [unit]) : (first, [unit - fraction, fraction]);
    }
}

namespace Distill.Data;

/// <summary>Mean and standard deviation of all pixels of a set, per channel.</summary>
internal static class PixelStatistics
{
    /// <summary>
    /// The statistics on the 0 to 1 scale. Sums are integers, so neither order nor number of images costs accuracy. A
    /// channel without any variation gets the deviation 1: it is centred, not divided by zero.
    /// </summary>
    public static Normalization Of(ImageSet images)
    {
        var channels = images.Shape.Channels;
        var counts_CV = new long[channels * 256];
        var pixels_HWC = new byte[images.Shape.Length];
        for (var sample = 0; sample < images.Count; sample++)
        {
            images.Read(sample, pixels_HWC);
            for (var i = 0; i < pixels_HWC.Length; i += channels)
            {
                for (var c = 0; c < channels; c++)
                {
                    counts_CV[c * 256 + pixels_HWC[i + c]]++;
                }
            }
        }

        var perChannel = counts_CV.Chunk(256).Select(OfCounts).ToArray();
        return new Normalization([.. perChannel.Select(s => s.Mean)], [.. perChannel.Select(s => s.Std)]);
    }

    private static (float Mean, float Std) OfCounts(long[] counts_V)
    {
        UInt128 count = 0, sum = 0, squares = 0;
        for (var value = 0; value < counts_V.Length; value++)
        {
            var occurrences = (UInt128)counts_V[value];
            count += occurrences;
            sum += occurrences * (UInt128)value;
            squares += occurrences * (UInt128)(value * value);
        }

        // n² var = n Σx² - (Σx)²: below 2^96 for any set that fits a disk.
        var scale = 255.0 * (double)count;
        var std = Math.Sqrt((double)(count * squares - sum * sum)) / scale;
        return ((float)((double)sum / scale), std > 0 ? (float)std : 1f);
    }
}

namespace Distill.Quantization;

/// <summary>Chooses the range that 8 bits are spread over from the histogram of a tensor.</summary>
internal static class RangeSearch
{
    private const int Levels = 256;
    private const double Percentile = 0.9999;

    // The narrowest range that is tried keeps a quarter of the extremes.
    private const int MseSteps = 60;
    private const double MseStep = 0.0125;

    private const int EntropyLevels = 128;
    private const int EntropyStride = 16;

    public static ActivationRange Of(ActivationHistogram histogram, Calibrator calibrator) => calibrator switch
    {
        _ when histogram.Highest <= histogram.Lowest => new ActivationRange(0, 0),
        Calibrator.Mse => SmallestError(histogram),
        Calibrator.Entropy => NearestDistribution(histogram),
        Calibrator.Percentile => WithoutOutliers(histogram),
        _ => new ActivationRange(histogram.Lowest, histogram.Highest),
    };

    private static ActivationRange WithoutOutliers(ActivationHistogram histogram)
    {
        long total = 0;
        foreach (var count in histogram.Bins)
        {
            total += count;
        }

        var dropped = (long)(total * (1 - Percentile) / 2);
        var (low, high) = (0, ActivationHistogram.BinCount - 1);
        for (var sum = histogram.Bins[low]; low < high && sum <= dropped; sum += histogram.Bins[low])
        {
            low++;
        }

        for (var sum = histogram.Bins[high]; high > low && sum <= dropped; sum += histogram.Bins[high])
        {
            high--;
        }

        return new ActivationRange(histogram.Lowest + low * histogram.BinWidth, histogram.Lowest + (high + 1) * histogram.BinWidth);
    }

    private static ActivationRange SmallestError(ActivationHistogram histogram)
    {
        var candidates = Enumerable.Range(0, MseSteps + 1)
            .Select(step => 1 - step * MseStep)
            .Select(share => new ActivationRange(histogram.Lowest * share, histogram.Highest * share));
        return candidates.MinBy(range => SquaredError(histogram, range));
    }

    private static double SquaredError(ActivationHistogram histogram, ActivationRange range)
    {
        var scale = (range.Upper - range.Lower) / (Levels - 1);
        var zeroPoint = Math.Round(-range.Lower / scale);
        double error = 0;
        for (var bin = 0; bin < ActivationHistogram.BinCount; bin++)
        {
            if (histogram.Bins[bin] > 0)
            {
                var value = histogram.Middle(bin);
                var level = Math.Clamp(Math.Round(value / scale) + zeroPoint, 0, Levels - 1);
                var difference = value - (level - zeroPoint) * scale;
                error += histogram.Bins[bin] * difference * difference;
            }
        }

        return error;
    }

    /// <summary>The search of TensorRT and MXNet, on both sides of zero in proportion where there are two.</summary>
    private static ActivationRange NearestDistribution(ActivationHistogram histogram)
    {
        var counts = Array.ConvertAll(histogram.Bins.ToArray(), count => (double)count);

        // The exact zeros of a ReLU outweigh everything else; with them in, the search ends at an absurd threshold.
        var zero = histogram.ZeroBin;
        counts[zero] = counts[zero + 1 < counts.Length ? zero + 1 : zero - 1];
        var candidates = Enumerable.Range(0, (ActivationHistogram.BinCount - EntropyLevels) / EntropyStride + 1)
            .Select(step => EntropyLevels + step * EntropyStride)
            .Select(width =>
            {
                var first = Math.Max(0, zero - (int)((long)width * zero / ActivationHistogram.BinCount));
                return (First: first, End: Math.Min(counts.Length, first + width));
            });
        var (low, high) = candidates.MinBy(window => Divergence(counts, window.First, window.End));
        return new ActivationRange(histogram.Lowest + low * histogram.BinWidth, histogram.Lowest + high * histogram.BinWidth);
    }

    // Of the clipped distribution from the one that 128 levels can hold.
    private static double Divergence(double[] counts, int first, int end)
    {
        var clipped = counts[first..end];
        clipped[0] += counts.Take(first).Sum();
        clipped[^1] += counts.Skip(end).Sum();
        var coarse = new double[clipped.Length];
        for (var level = 0; level < EntropyLevels; level++)
        {
            var (from, to) = (level * coarse.Length / EntropyLevels, (level + 1) * coarse.Length / EntropyLevels);
            var occupied = clipped[from..to].Count(count => count > 0);
            var mean = occupied > 0 ? counts[(first + from)..(first + to)].Sum() / occupied : 0;
            for (var bin = from; bin < to; bin++)
            {
                coarse[bin] = clipped[bin] > 0 ? mean : 0;
            }
        }

        var (all, allCoarse) = (clipped.Sum(), coarse.Sum());
        if (all == 0 || allCoarse == 0)
        {
            return double.MaxValue;
        }

        double divergence = 0;
        for (var bin = 0; bin < clipped.Length; bin++)
        {
            if (clipped[bin] > 0)
            {
                divergence += clipped[bin] / all * Math.Log(clipped[bin] / all / Math.Max(coarse[bin] / allCoarse, 1e-9));
            }
        }

        return divergence;
    }
}

namespace Distill.Tensors.Normalization;

/// <summary>What a batch says of each channel; C values each, in one memory of <see cref="Rows"/> rows.</summary>
/// <param name="memory">Where they are.</param>
/// <param name="channels">C.</param>
internal readonly unsafe struct ChannelStatistics(float* memory, int channels)
{
    /// <summary>How many values a channel has.</summary>
    public const int Rows = 2;

    /// <summary>The mean of the batch.</summary>
    public float* Mean => memory;

    /// <summary>1 / sqrt(variance + epsilon).</summary>
    public float* Inverse => memory + channels;

    /// <summary>Settles both from sums over all pixels, and moves the running values.</summary>
    /// <param name="sums">Of differences to <paramref name="origin"/>, then of their squares.</param>
    /// <param name="origin">A value of each channel.</param>
    /// <param name="pixels">How many there were.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">The share of the running values that is replaced.</param>
    /// <param name="runningMean">C values.</param>
    /// <param name="runningVariance">C values, of the unbiased variance.</param>
    public void Settle(ReadOnlySpan<double> sums, float* origin, long pixels, double epsilon, double momentum, float* runningMean, float* runningVariance)
    {
        for (int c = 0; c < channels; c++)
        {
            double shift = sums[c] / pixels, mean = origin[c] + shift;
            double variance = Math.Max(0, sums[channels + c] / pixels - shift * shift);
            Mean[c] = (float)mean;
            Inverse[c] = (float)(1 / Math.Sqrt(variance + epsilon));
            double unbiased = variance * pixels / Math.Max(1, pixels - 1);
            runningMean[c] = (float)((1 - momentum) * runningMean[c] + momentum * mean);
            runningVariance[c] = (float)((1 - momentum) * runningVariance[c] + momentum * unbiased);
        }
    }
}

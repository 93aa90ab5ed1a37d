namespace Distill.Tensors.BatchNorms;

/// <summary>A batch as pixels whose channels lie side by side, and the passes over all of it by several threads.</summary>
/// <param name="Pixels">Pixels of all images.</param>
/// <param name="Channels">A multiple of eight.</param>
/// <param name="Threads">Each takes its own blocks of pixels; the last bits of sums depend on their number.</param>
internal readonly unsafe record struct NormBatch(long Pixels, int Channels, int Threads)
{
    /// <summary>Mean and variance (divided by the number of pixels) of each channel.</summary>
    public (double[] Mean_C, double[] Variance_C) Moments(float* x_PC)
    {
        int channels = Channels;
        // Distances from the first pixel: where the mean is large beside the deviation, squares would lose all digits.
        double[] sums = Sum((first, count, sum) => NormPasses.Moments(x_PC + first * channels, x_PC, count, channels, sum, sum + channels));
        double[] mean = new double[channels], variance = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            double distance = sums[c] / Pixels;
            mean[c] = x_PC[c] + distance;
            variance[c] = Math.Max(0, sums[channels + c] / Pixels - distance * distance);
        }

        return (mean, variance);
    }

    /// <summary>y = activation(scale x + shift + addend).</summary>
    public void Apply(float* x_PC, float* addend_PC, NormFactors factors, Activation activation, float* y_PC)
    {
        int channels = Channels;
        ForBlocks((first, count, _) =>
            NormPasses.Apply(x_PC + first * channels, At(addend_PC, first * channels), factors, activation, count, channels, y_PC + first * channels));
    }

    /// <summary>The gradients of x and, where it is wanted, of the addend; those of the learned scale and shift are returned.</summary>
    public (double[] Scale_C, double[] Shift_C) Gradients(
        float* x_PC, float* addend_PC, float* gradient_PC, NormFactors factors, Activation activation, float* inputGradient_PC, float* addendGradient_PC)
    {
        int channels = Channels;
        double[] sums = Sum((first, count, sum) => NormPasses.GradientSums(
            x_PC + first * channels, At(addend_PC, first * channels), gradient_PC + first * channels, factors, activation, count, channels,
            At(addendGradient_PC, first * channels), sum, sum + channels));
        double[] scaleGradient = new double[channels], shiftGradient = sums[..channels];
        float* lines = stackalloc float[2 * channels];
        for (int c = 0; c < channels; c++)
        {
            double inverse = factors.InverseDeviation_C[c], scale = factors.Scale_C[c];
            scaleGradient[c] = sums[channels + c] * inverse;
            double slope = -scale * inverse * inverse * sums[channels + c] / Pixels;
            lines[c] = (float)slope;
            lines[channels + c] = (float)(-scale * sums[c] / Pixels - slope * factors.Mean_C[c]);
        }

        float* slopes = lines;
        ForBlocks((first, count, _) => NormPasses.InputGradient(
            x_PC + first * channels, gradient_PC + first * channels, At(addendGradient_PC, first * channels), factors, activation, slopes, slopes + channels, count, channels,
            inputGradient_PC + first * channels));
        return (scaleGradient, shiftGradient);
    }

    private static float* At(float* memory, long offset) => memory == null ? null : memory + offset;

    private delegate void Summation(long firstPixel, int pixels, double* sums);

    // Two sums per channel, each part's in the order of its blocks, then the parts'.
    private double[] Sum(Summation work)
    {
        int length = 2 * Channels;
        double[] total = new double[Threads * length];
        fixed (double* pinned = total)
        {
            double* sums = pinned;
            ForBlocks((first, count, part) => work(first, count, sums + part * length));
        }

        for (int part = 1; part < Threads; part++)
        {
            for (int i = 0; i < length; i++) total[i] += total[part * length + i];
        }

        return total[..length];
    }

    private void ForBlocks(Action<long, int, int> work)
    {
        long pixels = Pixels, block = NormPasses.BlockPixels(Channels), blocks = (pixels + block - 1) / block;
        int parts = Threads;
        if (parts == 1)
        {
            Part(0);
            return;
        }

        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, Part);

        void Part(int part)
        {
            for (long i = blocks * part / parts; i < blocks * (part + 1) / parts; i++) work(i * block, (int)Math.Min(block, pixels - i * block), part);
        }
    }
}

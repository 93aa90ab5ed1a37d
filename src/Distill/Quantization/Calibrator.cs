namespace Distill.Quantization;

/// <summary>How the range of a tensor is chosen from what calibration images put into it.</summary>
public enum Calibrator
{
    /// <summary>The range with the smallest mean squared error of its 8-bit values.</summary>
    Mse,

    /// <summary>The range whose 8-bit distribution is nearest to the real one, by Kullback-Leibler divergence.</summary>
    Entropy,

    /// <summary>All but one in ten thousand values.</summary>
    Percentile,

    /// <summary>Every value that occurred.</summary>
    MinMax,
}

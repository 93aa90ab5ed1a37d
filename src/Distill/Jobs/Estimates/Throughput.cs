namespace Distill.Jobs.Estimates;

/// <summary>How fast a machine computes, for estimates of time.</summary>
/// <param name="Threads">Threads at work.</param>
/// <param name="Training">Pace of a training step.</param>
/// <param name="Inference">Pace of a network that labels or is evaluated.</param>
/// <param name="Source">Where the figures come from, for people.</param>
public sealed record Throughput(int Threads, Pace Training, Pace Inference, string Source)
{
    /// <summary>
    /// Figures to assume for a machine that was not measured. They were fitted to the processor time of this program's own
    /// training steps (ResNet-8 and -20, WRN-16-1, MobileNetV2, ShuffleNetV2 and small plain networks, all within 7 %) and
    /// forward passes (within 4 %) in float32 on one thread of a server processor with AVX-512.
    /// </summary>
    /// <param name="threads">Threads of the machine that are free for the job.</param>
    public static Throughput Assumed(int threads) => new(
        threads,
        new Pace(MacsPerSecond: 67e9, SecondsPerActivation: 2.8e-9, SecondsPerNode: 150e-6),
        new Pace(MacsPerSecond: 67e9, SecondsPerActivation: 0.24e-9, SecondsPerNode: 33e-6),
        $"assumed: {threads} free threads of a server processor with AVX-512, float32");
}

namespace Distill.Jobs.Estimates;

/// <summary>How fast a machine computes, for estimates of time.</summary>
/// <param name="Threads">Threads at work.</param>
/// <param name="InferenceMacs">Multiply-accumulates per second and thread of a teacher that labels.</param>
/// <param name="TrainingMacs">The same of a training step, whose backward pass counts twice its forward pass.</param>
/// <param name="SecondsPerNode">Fixed cost of a node in a step, which rules the time of very small networks.</param>
/// <param name="Source">Where the figures come from, for people.</param>
public sealed record Throughput(int Threads, double InferenceMacs, double TrainingMacs, double SecondsPerNode, string Source)
{
    /// <summary>
    /// Figures to assume for a machine that was not measured: those of a ResNet-20 on CIFAR-size images in float32 on an
    /// AMD EPYC core with AVX-512, measured with the product itself.
    /// </summary>
    /// <param name="threads">Threads of the machine that are free for the job.</param>
    public static Throughput Assumed(int threads) =>
        new(threads, 17e9, 14e9, 40e-6, $"assumed: {threads} threads as fast as those of an AMD EPYC with AVX-512, float32");
}

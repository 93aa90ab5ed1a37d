using Distill.Networks;

namespace Distill.Jobs.Estimates;

/// <summary>
/// How long one thread takes: arithmetic at the speed of convolutions, memory traffic for every value that a node gives
/// (which rules depthwise networks), and a fixed cost for every node of a batch (which rules very small ones).
/// </summary>
/// <param name="MacsPerSecond">Multiply-accumulates per second.</param>
/// <param name="SecondsPerActivation">Time for each value that a node gives.</param>
/// <param name="SecondsPerNode">Time for each node of each batch.</param>
public sealed record Pace(double MacsPerSecond, double SecondsPerActivation, double SecondsPerNode)
{
    /// <summary>Time for so many samples.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">Samples in all.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <param name="passes">How often the arithmetic of a forward pass is done: 3 with the backward pass.</param>
    /// <param name="threads">Threads that share the work of a batch; they do not share its fixed cost.</param>
    public double Seconds(Network network, double samples, int batchSize, int passes, int threads)
    {
        ArgumentNullException.ThrowIfNull(network);
        var activations = network.Nodes.Sum(node => Shapes.Count(network.Shapes[node.Name]));
        var shared = samples * ((passes * Cost.Of(network).Macs / MacsPerSecond) + (activations * SecondsPerActivation));
        return (shared / threads) + (Math.Ceiling(samples / batchSize) * network.Nodes.Count * SecondsPerNode);
    }
}

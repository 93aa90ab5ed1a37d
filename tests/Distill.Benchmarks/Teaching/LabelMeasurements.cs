using Distill.Benchmarks.Table;
using Distill.Networks;
using Distill.Tensors;

namespace Distill.Benchmarks.Teaching;

/// <summary>
/// Labelling as a teacher worker does it, on all its slots: views rendered, forward pass, codec, and the chunk durable in a log; beside
/// PyTorch's forward pass alone with as many threads.
/// </summary>
internal static class LabelMeasurements
{
    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        string[] precisions = NumericEnvironment.HasBFloat16 ? [PrecisionNames.Float32, PrecisionNames.BFloat16] : [PrecisionNames.Float32];
        foreach (var (threads, precision) in (effort.Peers ? new[] { 1, 2 } : [1]).SelectMany(_ => precisions, (threads, precision) => (threads, precision)))
        {
            using var slots = new LabellingSlots("cifar10_resnet56", effort.Batch, threads, precision);
            foreach (var measurement in Compare(slots, effort, threads, precision))
            {
                yield return measurement;
            }
        }
        await Task.CompletedTask;
    }

    private static IEnumerable<Measurement> Compare(LabellingSlots slots, Effort effort, int threads, string precision)
    {
        var name = $"labelling, resnet56, {precision}, {threads} {(threads > 1 ? "slots" : "slot")}";
        if (!effort.Peers)
        {
            yield return new(name, PerSecond(Figures.InTurn(effort.Rounds, () => slots.Take(effort.Steps))[0], threads), "images/s");
            yield break;
        }
        using var peers = new PyTorchPeers("label", "cifar10_resnet56", effort.Batch, threads);
        var (ours, others) = peers.InTurn(effort, () => slots.Take(effort.Steps));
        foreach (var (index, (peer, time)) in others.Index())
        {
            yield return new(name, PerSecond(ours, threads), "images/s", $"{peer}, forward alone", PerSecond(time, 1), index > 0 ? null : 2.2);
        }

        double PerSecond(double milliseconds, int batches) => batches * effort.Batch / milliseconds * 1000;
    }
}

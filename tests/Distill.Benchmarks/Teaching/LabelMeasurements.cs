using Distill.Benchmarks.Table;

namespace Distill.Benchmarks.Teaching;

/// <summary>
/// Labelling as a teacher worker does it, on all its slots: views rendered, forward pass, codec, and the chunk durable in a log; beside
/// PyTorch's forward pass alone with as many threads.
/// </summary>
internal static class LabelMeasurements
{
    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        foreach (var threads in effort.Peers ? new[] { 1, 2 } : [1])
        {
            using var slots = new LabellingSlots("cifar10_resnet56", effort.Batch, threads);
            foreach (var measurement in Compare(slots, effort, threads))
            {
                yield return measurement;
            }
        }
        await Task.CompletedTask;
    }

    private static IEnumerable<Measurement> Compare(LabellingSlots slots, Effort effort, int threads)
    {
        var name = $"labelling, resnet56, float32, {threads} {(threads > 1 ? "slots" : "slot")}";
        if (!effort.Peers)
        {
            yield return new(name, PerSecond(Figures.InTurn(effort.Rounds, () => slots.Take(effort.Steps))[0], threads), "images/s");
            yield break;
        }
        using var peers = new PyTorchPeers("label", "cifar10_resnet56", effort.Batch, threads);
        var times = peers.InTurn(effort, () => slots.Take(effort.Steps));
        yield return Of("plain PyTorch, forward alone", times[1], 2.2);
        yield return Of("PyTorch, channels last, forward alone", times[2], null);
        yield return Of("PyTorch, channels last, autocast bfloat16, forward alone", times[3], null);

        Measurement Of(string peer, double time, double? goal) => new(name, PerSecond(times[0], threads), "images/s", peer, PerSecond(time, 1), goal);

        double PerSecond(double milliseconds, int batches) => batches * effort.Batch / milliseconds * 1000;
    }
}

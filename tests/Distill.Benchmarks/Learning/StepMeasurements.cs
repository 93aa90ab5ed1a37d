using Distill.Benchmarks.Table;
using Distill.Networks;
using Distill.Tensors;

namespace Distill.Benchmarks.Learning;

/// <summary>The time of one training step, beside PyTorch's, and what of it is not arithmetic.</summary>
internal static class StepMeasurements
{
    private const string Network = "resnet20";

    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        foreach (var threads in effort.Peers ? new[] { 1, 2 } : [1])
        {
            var precisions = effort.Peers && threads == 1 && NumericEnvironment.HasBFloat16 ? new[] { Precision.Float32, Precision.BFloat16 } : [Precision.Float32];
            foreach (var precision in precisions)
            {
                await using var student = new StudentStep(Network, effort.Batch, threads, precision);
                foreach (var measurement in Compare(student, effort, threads, precision))
                {
                    yield return measurement;
                }
                if (threads == 1 && precision == Precision.Float32)
                {
                    yield return new($"training step, {Network}: waiting for images and labels", 100 * student.WaitingShare, "%", Goal: 2);
                    yield return await FixedAsync(effort, student);
                }
            }
        }
    }

    private static IEnumerable<Measurement> Compare(StudentStep student, Effort effort, int threads, Precision precision)
    {
        var name = $"training step, {Network}, batch {effort.Batch}, {precision.ToString().ToLowerInvariant()}, {threads} thread{(threads > 1 ? "s" : "")}";
        if (!effort.Peers)
        {
            yield return new(name, Figures.InTurn(effort.Rounds, () => student.Take(effort.Steps))[0], "ms");
            yield break;
        }
        using var peers = new PyTorchPeers("step", Network, effort.Batch, threads);
        var (ours, others) = peers.InTurn(effort, () => student.Take(effort.Steps));
        foreach (var (index, (peer, time)) in others.Index())
        {
            yield return new(name, ours, "ms", peer, time, index > 0 ? 1 : precision == Precision.BFloat16 ? 1.7 : 1.2);
        }
    }

    // What a step takes whatever the batch: dispatching, the managed side, the optimizer. The line through two batch sizes, at no image at all.
    private static async Task<Measurement> FixedAsync(Effort effort, StudentStep student)
    {
        const int Small = 2;
        await using var small = new StudentStep(Network, Small, threads: 1, Precision.Float32);
        var times = Figures.InTurn(effort.Rounds, () => student.Take(effort.Steps), () => small.Take(effort.Steps));
        var perImage = (times[0] - times[1]) / (effort.Batch - Small);
        return new($"training step, {Network}: share that does not grow with the batch", 100 * (times[1] - (Small * perImage)) / times[0], "%", Goal: 3);
    }
}

using Distill.Benchmarks.Table;
using Distill.Networks;
using Distill.Tensors;

namespace Distill.Benchmarks.Learning;

/// <summary>The time of one training step, beside PyTorch's.</summary>
internal static class StepMeasurements
{
    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        foreach (var threads in effort.Peers ? new[] { 1, 2 } : [1])
        {
            var precisions = effort.Peers && threads == 1 && NumericEnvironment.HasBFloat16 ? new[] { Precision.Float32, Precision.BFloat16 } : [Precision.Float32];
            foreach (var precision in precisions)
            {
                await using var student = new StudentStep("resnet20", effort.Batch, threads, precision);
                foreach (var measurement in Compare(student, effort, threads, precision))
                {
                    yield return measurement;
                }
            }
        }
    }

    private static IEnumerable<Measurement> Compare(StudentStep student, Effort effort, int threads, Precision precision)
    {
        var name = $"training step, resnet20, batch {effort.Batch}, {precision.ToString().ToLowerInvariant()}, {threads} thread{(threads > 1 ? "s" : "")}";
        if (!effort.Peers)
        {
            yield return new(name, Figures.InTurn(effort.Rounds, () => student.Take(effort.Steps))[0], "ms");
            yield break;
        }
        using var peers = new PyTorchPeers("step", "resnet20", effort.Batch, threads);
        var times = peers.InTurn(effort, () => student.Take(effort.Steps));
        yield return new(name, times[0], "ms", "plain PyTorch", times[1], precision == Precision.BFloat16 ? 1.7 : 1.2);
        yield return new(name, times[0], "ms", "PyTorch, channels last", times[2], 1);
        yield return new(name, times[0], "ms", "PyTorch, channels last, autocast bfloat16", times[3], 1);
    }
}

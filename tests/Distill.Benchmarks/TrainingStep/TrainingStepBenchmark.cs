using Distill.Tensors;
using Xunit;

namespace Distill.Benchmarks.TrainingStep;

/// <summary>
/// One training step of ResNet-20 (batch 128, 32x32, float32) here and in PyTorch on the same libtorch, in turn. Needs Debian's
/// python3-torch and a quiet machine: <c>dotnet run --project tests/Distill.Benchmarks -c Release -- -explicit only</c>.
/// </summary>
public sealed class TrainingStepBenchmark(ITestOutputHelper output)
{
    private const int Rounds = 7;
    private const int StepsPerRound = 5;

    static TrainingStepBenchmark() => NumericEnvironment.Prepare(threads: 1);

    [Theory(Explicit = true)]
    [InlineData(1, "channels_last")]
    [InlineData(1, "contiguous")]
    [InlineData(2, "channels_last")]
    [InlineData(2, "contiguous")]
    public void A_training_step_is_as_fast_as_in_PyTorch(int threads, string layoutInPyTorch)
    {
        NumericEnvironment.UseThreads(threads);
        using var distill = new DistillTrainer();
        using var pytorch = new PyTorchTrainer(threads, layoutInPyTorch);
        distill.Take(3);
        pytorch.Take(3);
        List<double> ours = [], theirs = [];
        for (int round = 0; round < Rounds; round++)
        {
            ours.AddRange(distill.Take(StepsPerRound));
            theirs.AddRange(pytorch.Take(StepsPerRound));
        }

        double ratio = Median(theirs) / Median(ours);
        output.WriteLine($"{threads} threads: Distill {Median(ours):F1} ms, PyTorch ({layoutInPyTorch}) {Median(theirs):F1} ms, {ratio:F2} times its speed");
        Assert.True(ratio >= 0.97, $"{ratio:F2} times the speed of PyTorch");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

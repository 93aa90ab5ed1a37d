using Distill.Learning;
using Distill.Reports;
using Xunit;

namespace Distill.Tests.Learning;

public sealed class EarlyStopTests
{
    [Theory]
    [InlineData(2, false, 0.1, 0.5, 0.4)]
    [InlineData(2, true, 0.1, 0.5, 0.4, 0.45)]
    [InlineData(2, false, 0.1, 0.5, 0.4, 0.6)]
    [InlineData(1, true, 0.5, 0.5)]
    [InlineData(3, false)]
    public void It_is_due_after_so_many_epochs_without_a_better_answer(int patience, bool due, params double[] accuracies) =>
        Assert.Equal(due, EarlyStop.IsDue(patience, Curve([.. accuracies.Select(a => (double?)a)])));

    [Fact]
    public void It_is_never_due_without_patience_or_without_held_out_images()
    {
        Assert.False(EarlyStop.IsDue(null, Curve([0.5, 0.4, 0.3])));
        Assert.False(EarlyStop.IsDue(1, Curve([null, null, null])));
    }

    [Fact]
    public void Epochs_that_were_not_measured_count_as_time_but_no_run_ends_at_one()
    {
        Assert.False(EarlyStop.IsDue(2, Curve([0.5, null, null])));
        Assert.True(EarlyStop.IsDue(2, Curve([0.5, null, 0.4])));
        Assert.False(EarlyStop.IsDue(2, Curve([0.5, null, 0.6])));
    }

    [Fact]
    public async Task A_run_that_stops_early_is_finished_and_stays_so_when_it_is_resumed()
    {
        using var run = new TinyRun();
        var plan = run.Plan with
        {
            Dataset = new(run.Plan.Dataset.Name, run.Plan.Dataset.Train, run.Plan.Dataset.Test, run.Plan.Dataset.Classes) { Validation = run.Plan.Dataset.Test },
            Training = run.Plan.Training with { Epochs = 30, EarlyStop = 1, EvaluateEvery = 1 },
        };
        var log = await run.TeachAsync();
        await using var source = run.Source(log);
        using var training = new Training(plan with { Labels = source });
        training.Run(() => false, null, CancellationToken.None);

        var checkpoint = Checkpoint.Decode(training.Capture().Encode(), "stopped");
        await using var again = run.Source(log, checkpoint);
        using var resumed = new Training(plan with { Labels = again }, checkpoint);

        Assert.True(training.Finished);
        Assert.InRange(training.Step, 1, plan.Steps - 1);
        Assert.True(resumed.Finished);
        Assert.Equal(training.Evaluate().Top1, resumed.Evaluate().Top1);
        Assert.All(training.Curve, point => Assert.NotNull(point.ValidationAccuracy));
    }

    private static CurvePoint[] Curve(double?[] accuracies) => [.. accuracies.Select((accuracy, index) => new CurvePoint
    {
        Epoch = index + 1, Step = index, LearningRate = 0, Loss = 0, Terms = new Dictionary<string, double>(), ValidationAccuracy = accuracy,
    })];
}

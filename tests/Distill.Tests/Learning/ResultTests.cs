using Distill.Jobs;
using Distill.Learning;
using Distill.Networks;
using Xunit;

namespace Distill.Tests.Learning;

/// <summary>What a run leaves behind where that is not simply its last weights: averages, and fitted classifiers.</summary>
public sealed class ResultTests
{
    private static readonly LossSpec[] s_ordersAlone = [new LossSpec { Kind = LossSpec.ActivationOrder }];

    [Fact]
    public async Task A_student_of_orders_alone_gets_a_classifier_that_tells_digits_apart()
    {
        using var run = new TinyRun();
        var plan = run.Plan with { Loss = s_ordersAlone, Pairs = [run.Plan.Pairs[2]], Probe = true };

        var (evaluation, head) = await TrainAsync(run, plan);
        var untouched = Initialization.Create(plan.Network, plan.Seed)[head.Name].Values;

        // Four channels of a teacher that has learnt nothing: little, and more than the tenth that chance gets.
        Assert.InRange(evaluation, 0.15, 1);
        Assert.NotEqual(untouched, head.Values);
    }

    [Fact]
    public async Task A_layer_that_gives_no_map_teaches_like_the_map_that_it_is_the_mean_of()
    {
        using var run = new TinyRun();
        var pooled = run.Plan.Network.Head!.Inputs[0];
        var plan = run.Plan with { Loss = s_ordersAlone, Pairs = [run.Plan.Pairs[2]], Probe = true };
        var afterPool = plan with { Pairs = [[plan.Pairs[0][0] with { StudentNode = pooled }]] };

        var (ofMap, _) = await TrainAsync(run, plan);
        var (ofRow, _) = await TrainAsync(run, afterPool);

        Assert.Single(plan.Network.Shapes[pooled]);
        Assert.Equal(ofMap, ofRow, 0.02);
    }

    [Fact]
    public async Task An_average_over_all_steps_is_neither_the_first_nor_the_last_weights()
    {
        using var run = new TinyRun();
        var averaged = run.Plan with { Training = run.Plan.Training with { Ema = 0.5 } };

        var (_, plain) = await TrainAsync(run, run.Plan);
        var (_, mean) = await TrainAsync(run, averaged);

        Assert.NotEqual(plain.Values, mean.Values);
        Assert.True(plain.Values.Zip(mean.Values).Max(pair => Math.Abs(pair.First - pair.Second)) < 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Broken_into_segments_it_leaves_the_same_bytes(bool probe)
    {
        using var run = new TinyRun();
        var log = await run.TeachAsync();
        var plan = probe
            ? run.Plan with { Loss = s_ordersAlone, Pairs = [run.Plan.Pairs[2]], Probe = true, Training = run.Plan.Training with { Ema = 0.9 } }
            : run.Plan with { Training = run.Plan.Training with { Ema = 0.9 } };
        byte[]? bytes = null;
        for (var finished = false; !finished;)
        {
            var checkpoint = bytes is null ? null : Checkpoint.Decode(bytes, "segment");
            await using var part = run.Source(log, checkpoint);
            using var training = new Training(plan with { Labels = part }, checkpoint);
            var first = training.Step;
            training.Run(() => training.Step - first >= 4, null, CancellationToken.None);
            (bytes, finished) = (training.Capture().Encode(), training.Finished);
        }

        await using var source = run.Source(log);
        using var whole = new Training(plan with { Labels = source });
        whole.Run(() => false, null, CancellationToken.None);

        Assert.Equal(whole.Capture().Encode(), bytes);
    }

    [Fact]
    public void A_probe_separates_what_a_line_can_separate_and_ignores_samples_without_a_label()
    {
        float[] features_ND = [0, 100, 1, 101, 2, 99, 10, 100, 11, 101, 12, 99, 5, 0];

        var (weight_KD, bias_K) = LinearProbe.Fit(features_ND, [0, 0, 0, 1, 1, 1, -1], classes: 2);

        double Score(int k, float x, float y) => (weight_KD[k * 2] * x) + (weight_KD[(k * 2) + 1] * y) + bias_K[k];
        Assert.True(Score(0, 1, 100) > Score(1, 1, 100));
        Assert.True(Score(1, 11, 100) > Score(0, 11, 100));
    }

    private static async Task<(double Accuracy, (string Name, float[] Values) Head)> TrainAsync(TinyRun run, TrainingPlan plan)
    {
        var log = await run.TeachAsync();
        await using var source = run.Source(log);
        using var training = new Training(plan with { Labels = source });
        training.Run(() => false, null, CancellationToken.None);
        var name = $"{plan.Network.Output}.weight";
        return (training.Evaluate().Top1, (name, training.Capture().Network[name].Values));
    }
}

using Distill.Jobs;
using Distill.Learning;
using Xunit;

namespace Distill.Tests.Learning;

public sealed class LearningRateTests
{
    [Fact]
    public void Cosine_falls_from_the_peak_to_nearly_nothing()
    {
        var rate = new LearningRate(0.1, new ScheduleSpec { Kind = "cosine" }, stepsPerEpoch: 10, epochs: 4);

        Assert.Equal(0.1, rate.At(0), 12);
        Assert.Equal(0.05, rate.At(20), 12);
        Assert.InRange(rate.At(39), 0, 0.0002);
    }

    [Fact]
    public void A_warm_up_rises_linearly_and_meets_the_peak_where_it_ends()
    {
        var rate = new LearningRate(0.1, new ScheduleSpec { Kind = "cosine", WarmupEpochs = 1 }, stepsPerEpoch: 4, epochs: 3);

        Assert.Equal([0.02, 0.04, 0.06, 0.08, 0.1], Enumerable.Range(0, 5).Select(step => Math.Round(rate.At(step), 12)));
    }

    [Fact]
    public void Steps_multiply_at_each_milestone()
    {
        var schedule = new ScheduleSpec { Kind = "step", Milestones = [2, 3], Factor = 0.1 };
        var rate = new LearningRate(1, schedule, stepsPerEpoch: 5, epochs: 4);

        Assert.Equal([1, 0.1, 0.01], new[] { 9L, 10, 15 }.Select(step => Math.Round(rate.At(step), 12)));
    }

    [Fact]
    public void Constant_stays_where_it_is()
    {
        var rate = new LearningRate(0.3, new ScheduleSpec { Kind = "constant" }, stepsPerEpoch: 5, epochs: 4);

        Assert.Equal(0.3, rate.At(19));
    }
}

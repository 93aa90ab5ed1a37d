using Distill.Reports;
using Xunit;

namespace Distill.Tests.Reports;

public sealed class VerdictTests
{
    [Fact]
    public void Three_seeds_that_agree_show_that_it_helped()
    {
        // Gains 2, 2 and 3: mean 7/3, deviation sqrt(1/3), error 1/3, margin 4.3027/3 = 1.434.
        var verdict = Verdict.Of([0.72, 0.73, 0.75], [0.70, 0.71, 0.72]);
        Assert.Equal(VerdictOutcome.Helped, verdict.Outcome);
        Assert.Equal("distillation helped: +2.33 points (3 seeds, ±0.33)", verdict.Text);
        Assert.Equal(7 / 3.0, verdict.MeanGain!.Value, 9);
        Assert.Equal(Math.Sqrt(1 / 3.0), verdict.Deviation!.Value, 9);
        Assert.Equal(1 / 3.0, verdict.Spread!.Value, 9);
        Assert.Equal(4.3027 / 3, verdict.Margin!.Value, 9);
    }

    [Fact]
    public void Three_seeds_that_lose_show_that_it_hurt()
    {
        var verdict = Verdict.Of([0.70, 0.71, 0.72], [0.72, 0.73, 0.75]);
        Assert.Equal(VerdictOutcome.Hurt, verdict.Outcome);
        Assert.Equal("distillation hurt: -2.33 points (3 seeds, ±0.33)", verdict.Text);
    }

    [Fact]
    public void Seeds_that_disagree_decide_nothing()
    {
        // Gains 3, -1 and 1: mean 1, deviation 2, error 1.155, margin 4.97.
        var verdict = Verdict.Of([0.73, 0.69, 0.71], [0.70, 0.70, 0.70]);
        Assert.Equal(VerdictOutcome.Inconclusive, verdict.Outcome);
        Assert.Equal("distillation made no clear difference: +1.00 points (3 seeds, ±1.15)", verdict.Text);
    }

    [Fact]
    public void One_seed_proves_little()
    {
        var verdict = Verdict.Of([0.7231], [0.70]);
        Assert.Equal(VerdictOutcome.Inconclusive, verdict.Outcome);
        Assert.Equal("inconclusive: +2.31 points with one seed, which proves little; list three seeds or more for a verdict", verdict.Text);
        Assert.Null(verdict.Spread);
    }

    [Fact]
    public void Without_a_baseline_there_is_no_verdict()
    {
        var verdict = Verdict.Of([0.9], []);
        Assert.Equal(VerdictOutcome.None, verdict.Outcome);
        Assert.Null(verdict.MeanGain);
    }

    [Fact]
    public void One_image_gained_by_every_seed_is_no_proof()
    {
        // Deviation 0, but the accuracies are of 360 images: error 0.278 / sqrt(3) = 0.16, margin 0.69.
        var verdict = Verdict.Of([345 / 360.0, 344 / 360.0, 346 / 360.0], [344 / 360.0, 343 / 360.0, 345 / 360.0], testSamples: 360);
        Assert.Equal(VerdictOutcome.Inconclusive, verdict.Outcome);
        Assert.Equal("distillation made no clear difference: +0.28 points (3 seeds, ±0.16)", verdict.Text);
    }

    [Fact]
    public void Equal_accuracies_are_no_difference() =>
        Assert.Equal(VerdictOutcome.Inconclusive, Verdict.Of([0.7, 0.8], [0.7, 0.8]).Outcome);

    [Fact]
    public void Lists_that_cannot_be_paired_are_refused() =>
        Assert.Throws<ArgumentException>(() => Verdict.Of([0.7, 0.8], [0.7]));

    [Fact]
    public void Only_seeds_with_a_baseline_count()
    {
        var seeds = SomeReport.Large(1, 2, 3).Students[0].Seeds;
        var verdict = Verdict.Of([seeds[0] with { Baseline = null }, seeds[1], seeds[2]]);
        Assert.Equal(2, verdict.Gains.Count);
    }

    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(9, 2.262)]
    [InlineData(11, 2.201)]
    [InlineData(19, 2.093)]
    [InlineData(120, 1.980)]
    public void The_critical_values_are_those_of_the_tables(int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentT.Critical95(degreesOfFreedom), 0.0006);
}

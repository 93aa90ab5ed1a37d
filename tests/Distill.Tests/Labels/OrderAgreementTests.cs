using Distill.Labels;
using Distill.Losses;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Labels;

public sealed class OrderAgreementTests
{
    [Fact]
    public void The_activations_themselves_agree_fully_and_their_opposites_reverse_every_pair()
    {
        var tap = new TapColumn("tap", 40, 8);
        var z_NC = SomeLabels.Values(5 * 40, seed: 1);
        var order = OrderSignature.Of(z_NC, tap);

        var same = OrderAgreement.Measure(z_NC, order);
        var opposite = OrderAgreement.Measure(Array.ConvertAll(z_NC, z => -z), order);

        Assert.Equal(new OrderAgreement(1, 1, 0.2, 5) { OverlapSkill = 1, TauSkill = 1 }, same with { LossOverChance = 1 });
        Assert.Equal((0, -1), (opposite.Overlap, opposite.Tau));
    }

    [Fact]
    public void Equal_scores_have_no_order_and_overlap_by_index()
    {
        var order = new OrderColumn(new("tap", 4, 2), [2], [3, 0]);

        var agreement = OrderAgreement.Measure([1, 1, 1, 1], order);

        Assert.Equal(new OrderAgreement(0.5, 0, 0.5, 1), agreement with { LossOverChance = 1 });
    }

    [Fact]
    public void Samples_without_an_order_do_not_count()
    {
        var order = new OrderColumn(new("tap", 3, 2), [0, 1], [OrderColumn.Padding, OrderColumn.Padding, 2, OrderColumn.Padding]);

        Assert.Equal(new OrderAgreement(1, 0, 1.0 / 3, 1), OrderAgreement.Measure([9, 9, 9, 1, 2, 3], order) with { LossOverChance = 1 });
        Assert.Equal(new OrderAgreement(0, 0, 0, 0), OrderAgreement.Measure([9, 9, 9], order with { Lengths_N = [0] }));
    }

    [Fact]
    public void It_is_what_counting_everything_gives() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(ulong Seed, bool Coarse)>(), input =>
        {
            var tap = new TapColumn("tap", 30, 9);
            var order = OrderSignature.Of(SomeLabels.Values(4 * 30, input.Seed), tap);
            var scores_NC = SomeLabels.Values(4 * 30, input.Seed, stream: 1);
            scores_NC = input.Coarse ? Array.ConvertAll(scores_NC, score => MathF.Round(score)) : scores_NC;

            var agreement = OrderAgreement.Measure(scores_NC, order);

            var overlaps = new List<double>();
            var taus = new List<double>();
            for (var sample = 0; sample < 4; sample++)
            {
                var score = scores_NC[(sample * 30)..((sample + 1) * 30)];
                int[] listed = [.. order.Of(sample).ToArray().Select(c => (int)c)];
                var top = Enumerable.Range(0, 30).OrderByDescending(c => score[c]).ThenBy(c => c).Take(listed.Length);
                overlaps.Add((double)top.Intersect(listed).Count() / listed.Length);
                taus.Add((from i in Enumerable.Range(0, listed.Length)
                          from j in Enumerable.Range(0, listed.Length)
                          where i < j
                          select (double)Math.Sign(score[listed[i]] - score[listed[j]])).Average());
            }

            Assert.Equal(overlaps.Average(), agreement.Overlap, 1e-12);
            Assert.Equal(taus.Average(), agreement.Tau, 1e-12);
        }).CheckQuietly();

    [Fact]
    public void Random_scores_reach_chance()
    {
        var tap = new TapColumn("tap", 64, 16);
        var order = OrderSignature.Of(SomeLabels.Values(2000 * 64, seed: 1), tap);

        var agreement = OrderAgreement.Measure(SomeLabels.Values(2000 * 64, seed: 2), order);

        Assert.Equal(agreement.Chance, agreement.Overlap, 0.01);
        Assert.Equal(0, agreement.Tau, 0.02);
    }

    [Fact]
    public void Scores_that_are_equal_lose_as_much_as_chance_and_better_ones_less()
    {
        var tap = new TapColumn("tap", 12, 5);
        var z_NC = SomeLabels.Values(4 * 12, 3);
        var order = OrderSignature.Of(z_NC, tap);

        Assert.Equal(1, OrderAgreement.Measure(new float[4 * 12], order).LossOverChance, 9);
        Assert.InRange(OrderAgreement.Measure(z_NC, order).LossOverChance, 0.01, 0.9);
        Assert.True(OrderAgreement.Measure(Array.ConvertAll(z_NC, z => -z), order).LossOverChance > 1);
        Assert.Equal(1, OrderAgreement.Measure(new float[12], OrderSignature.Of(new float[12], tap)).LossOverChance);
    }

    [Fact]
    public void Skill_counts_only_what_one_order_for_all_samples_does_not_reach()
    {
        // Two samples of three say 0, 1; the third one says 2, 3. The one order is 0, 1, 2, 3: overlap 2/3, tau (1 + 1 + 1) / 3.
        var order = new OrderColumn(new TapColumn("tap", 4, 2), [2, 2, 2], [0, 1, 0, 1, 2, 3]);
        float[] constant = [4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1];
        float[] knowing = [4, 3, 2, 1, 4, 3, 2, 1, 1, 2, 4, 3];
        float[] failing = [2, 1, 4, 3, 2, 1, 4, 3, 2, 1, 4, 3];

        Assert.Equal(2.0 / 3, OrderAgreement.Measure(constant, order).Overlap, 12);
        Assert.Equal(0, OrderAgreement.Measure(constant, order).OverlapSkill, 12);
        Assert.Equal(1, OrderAgreement.Measure(knowing, order).OverlapSkill, 12);
        Assert.Equal((1.0 / 3 - 2.0 / 3) / (1.0 / 3), OrderAgreement.Measure(failing, order).OverlapSkill, 12);
        Assert.Equal(0, OrderAgreement.Measure(constant, order).TauSkill);
    }

    [Fact]
    public void Its_loss_is_the_one_that_students_are_trained_with()
    {
        using var scope = NewDisposeScope();
        var tap = new TapColumn("tap", 12, 5);
        var order = OrderSignature.Of(SomeLabels.Values(12, 3), tap);
        var scores_C = SomeLabels.Values(12, 4);
        var listed = order.Of(0).ToArray();
        var targets = new OrderTargets(
            tensor(Array.ConvertAll(listed, c => (long)c), [1, listed.Length]), ones([1, listed.Length]).gt(0),
            tensor(Enumerable.Range(0, 12).Select(c => listed.Contains((ushort)c)).ToArray(), [1, 12]));

        var trained = ActivationOrder.NegativeLogLikelihood(tensor(scores_C, [1, 12]), targets).ToDouble();

        Assert.Equal(trained / ActivationOrder.ChanceValue(12, listed.Length), OrderAgreement.Measure(scores_C, order).LossOverChance, 5);
    }
}

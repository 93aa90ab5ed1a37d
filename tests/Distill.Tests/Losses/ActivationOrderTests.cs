using Distill.Data;
using Distill.Losses;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Losses;

public sealed class ActivationOrderTests
{
    [Fact]
    public void The_loss_is_the_plackett_luce_likelihood_with_all_channels_in_the_race()
    {
        using var scope = NewDisposeScope();
        double[] scores = [0.3, -1.2, 2.0, 0.7, -0.1];
        int[] order = [2, 0, 4];

        using var loss = Loss(scores, order, prefix: 3);

        Assert.Equal(Likelihood(scores, order), loss.ToDouble(), 5);
    }

    [Fact]
    public void Its_gradient_is_the_closed_form_at_small_and_large_scales()
    {
        foreach (var scale in new[] { 1.0, 10.0, 100.0 })
        {
            using var scope = NewDisposeScope();
            double[] scores = [.. new[] { 0.3, -1.2, 2.0, 0.7, -0.1, 1.1 }.Select(s => s * scale)];
            int[] order = [2, 5, 0];
            using var scores_NC = tensor(Array.ConvertAll(scores, s => (float)s), [1, scores.Length], requires_grad: true);

            ActivationOrder.NegativeLogLikelihood(scores_NC, Targets(order, 4, scores.Length)).backward();

            var expected = Gradient(scores, order);
            var actual = scores_NC.grad!.data<float>().ToArray();
            for (var c = 0; c < scores.Length; c++)
            {
                Assert.Equal(expected[c], actual[c], 5);
            }
            Assert.Equal(0, actual.Sum(), 5);
        }
    }

    [Fact]
    public void A_sample_without_an_order_adds_nothing()
    {
        using var scope = NewDisposeScope();

        using var loss = Loss([1, 2, 3], [], prefix: 2);

        Assert.Equal(0, loss.ToDouble());
    }

    [Fact]
    public void A_full_permutation_leaves_nobody_else_in_the_race_and_keeps_gradients_finite()
    {
        using var scope = NewDisposeScope();
        using var scores_NC = tensor(new[] { 3f, 1f, 2f }, [1, 3], requires_grad: true);

        using var loss = ActivationOrder.NegativeLogLikelihood(scores_NC, Targets([0, 2, 1], 3, 3));
        loss.backward();

        Assert.Equal(Likelihood([3, 1, 2], [0, 2, 1]), loss.ToDouble(), 5);
        Assert.All(scores_NC.grad!.data<float>().ToArray(), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void Equal_scores_give_the_chance_value()
    {
        using var scope = NewDisposeScope();

        using var loss = Loss(new double[128], [.. Enumerable.Range(0, 32)], prefix: 32);

        Assert.Equal(ActivationOrder.ChanceValue(128, 32), loss.ToDouble(), 3);
        Assert.Equal(151.0, ActivationOrder.ChanceValue(128, 32), 1);
    }

    [Fact]
    public void Shifting_all_scores_of_a_sample_changes_nothing()
    {
        using var scope = NewDisposeScope();
        double[] scores = [0.5, -0.25, 1.5, 0.75];

        using var plain = Loss(scores, [3, 1], prefix: 2);
        using var shifted = Loss([.. scores.Select(s => s + 8)], [3, 1], prefix: 2);

        Assert.Equal(plain.ToDouble(), shifted.ToDouble(), 4);
    }

    [Fact]
    public void Whatever_the_scores_it_is_the_likelihood_and_its_gradient_the_closed_form() => Prop.ForAll(Anything, at =>
    {
        using var scope = NewDisposeScope();
        var scores_NC = tensor(Array.ConvertAll(at.Scores, s => (float)s), [1, at.Scores.Length], requires_grad: true);

        var loss = ActivationOrder.NegativeLogLikelihood(scores_NC, Targets(at.Order, at.Order.Length, at.Scores.Length));
        loss.backward();

        Assert.Equal(Likelihood(at.Scores, at.Order), loss.ToDouble(), 2e-5 * (1 + Likelihood(at.Scores, at.Order)));
        var gradient = scores_NC.grad!.data<float>().ToArray();
        Assert.All(Gradient(at.Scores, at.Order).Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.True(gradient.Sum(Math.Abs) <= 2 * at.Order.Length + 1e-3);
    }).CheckQuietly();

    [Fact]
    public void Renaming_the_channels_of_both_networks_changes_nothing() => Prop.ForAll(Anything, at =>
    {
        using var scope = NewDisposeScope();
        var names = Permutations.Shuffle((ulong)at.Scores.Length, 7, at.Scores.Length);
        var renamed = new double[at.Scores.Length];
        for (var channel = 0; channel < names.Length; channel++)
        {
            renamed[names[channel]] = at.Scores[channel];
        }

        using var plain = Loss(at.Scores, at.Order, at.Order.Length);
        using var other = Loss(renamed, Array.ConvertAll(at.Order, channel => names[channel]), at.Order.Length);

        Assert.Equal(plain.ToDouble(), other.ToDouble(), 1e-4 * (1 + plain.ToDouble()));
    }).CheckQuietly();

    [Fact]
    public void The_margin_asks_scores_to_be_above_one_where_a_channel_is_on_and_below_minus_one_elsewhere()
    {
        using var scope = NewDisposeScope();
        var scores_NC = tensor(new[] { 0.5f, 2f, -0.5f, -3f }, [1, 4]);
        var on_NC = tensor(new[] { true, true, false, false }, [1, 4]);

        // (1 - 0.5)² + 0 + (1 - 0.5)² + 0, over four channels.
        Assert.Equal(0.125, ActivationOrder.OnMargin(scores_NC, on_NC).ToDouble(), 6);
        Assert.Equal(((1.5 * 1.5) + 9 + (1.5 * 1.5) + 16) / 4, ActivationOrder.OnMargin(-scores_NC, on_NC).ToDouble(), 5);
    }

    private static Arbitrary<(double[] Scores, int[] Order)> Anything => Arb.From(
        from channels in Gen.Choose(1, 24)
        from scale in Gen.Elements(0.1, 1.0, 20.0)
        from scores in Gen.Choose(-3000, 3000).ArrayOf(channels)
        from listed in Gen.Choose(0, channels)
        from seed in Gen.Choose(0, int.MaxValue)
        select (scores.Select(score => score * scale / 1000).ToArray(), Permutations.Shuffle((ulong)seed, 1, channels)[..listed]));

    private static Tensor Loss(double[] scores, int[] order, int prefix)
    {
        using var scores_NC = tensor(Array.ConvertAll(scores, s => (float)s), [1, scores.Length]);
        return ActivationOrder.NegativeLogLikelihood(scores_NC, Targets(order, prefix, scores.Length));
    }

    private static OrderTargets Targets(int[] order, int prefix, int channels) => new(
        tensor(Enumerable.Range(0, prefix).Select(i => i < order.Length ? (long)order[i] : 0).ToArray(), [1, prefix]),
        tensor(Enumerable.Range(0, prefix).Select(i => i < order.Length).ToArray(), [1, prefix]),
        tensor(Enumerable.Range(0, channels).Select(order.Contains).ToArray(), [1, channels]));

    private static double Likelihood(double[] scores, int[] order)
    {
        var race = Enumerable.Range(0, scores.Length).ToList();
        var loss = 0.0;
        foreach (var channel in order)
        {
            var largest = race.Max(c => scores[c]);
            loss += Math.Log(race.Sum(c => Math.Exp(scores[c] - largest))) + largest - scores[channel];
            race.Remove(channel);
        }
        return loss;
    }

    private static double[] Gradient(double[] scores, int[] order)
    {
        var gradient = new double[scores.Length];
        var race = Enumerable.Range(0, scores.Length).ToList();
        foreach (var channel in order)
        {
            var largest = race.Max(c => scores[c]);
            var total = race.Sum(c => Math.Exp(scores[c] - largest));
            race.ForEach(c => gradient[c] += Math.Exp(scores[c] - largest) / total);
            gradient[channel]--;
            race.Remove(channel);
        }
        return gradient;
    }
}

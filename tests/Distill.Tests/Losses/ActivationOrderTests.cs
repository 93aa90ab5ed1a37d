using Distill.Losses;
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
            loss += Math.Log(race.Sum(c => Math.Exp(scores[c]))) - scores[channel];
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

using Distill.Losses;
using TorchSharp;
using Xunit;
using static Distill.Tests.Losses.SomeBatch;
using static TorchSharp.torch;

namespace Distill.Tests.Losses;

/// <summary>Every term on logits against its equation, written down once more over plain numbers.</summary>
public sealed class LogitLossTests
{
    private const int Digits = 4;

    [Fact]
    public void Dkd_is_the_weighted_sum_of_both_divergences()
    {
        double[] values = [.. Student.Zip(Teacher, (s, t) => (s, t)).Select((row, n) =>
        {
            var (p, q) = (Softmax(row.t, 3), Softmax(row.s, 3));
            var y = (int)TrueClasses[n];
            var others = Enumerable.Range(0, Classes).Where(k => k != y).ToArray();
            var binary = Divergence([p[y], 1 - p[y]], [q[y], 1 - q[y]]);
            var rest = Divergence(others.Select(k => p[k] / (1 - p[y])), others.Select(k => q[k] / (1 - q[y])));
            return 9 * ((0.5 * binary) + (2 * rest));
        })];

        Assert.Equal(values.Average(), Value(new Dkd(1, temperature: 3, target: 0.5, others: 2)), Digits);
    }

    [Fact]
    public void Dkd_with_the_teachers_own_doubt_as_factor_is_hintons_loss()
    {
        // KL(p||q) = KL(b_t||b_s) + (1 - p_y) KL(rest), sample by sample; with one sample the factor is a constant.
        using var scope = NewDisposeScope();
        var input = Input();
        var doubt = 1 - Softmax(Teacher[0])[(int)TrueClasses[0]];
        var first = input with
        {
            Logits_NK = input.Logits_NK.narrow(0, 0, 1),
            Targets = input.Targets with { Labels_N = input.Targets.Labels_N.narrow(0, 0, 1), Logits_NK = input.Targets.Logits_NK!.narrow(0, 0, 1) },
        };

        var dkd = new Dkd(1, temperature: 1, target: 1, others: doubt).Compute(first).ToDouble();

        Assert.Equal(new SoftLabels(1, temperature: 1).Compute(first).ToDouble(), dkd, Digits);
    }

    [Fact]
    public void Dist_is_one_minus_pearsons_correlation_over_rows_and_columns()
    {
        var (p, q) = (Teacher.Select(t => Softmax(t, 2)).ToArray(), Student.Select(s => Softmax(s, 2)).ToArray());
        var rows = 1 - Enumerable.Range(0, Samples).Average(n => Correlation(p[n], q[n]));
        var columns = 1 - Enumerable.Range(0, Classes).Average(k => Correlation(Column(p, k), Column(q, k)));

        Assert.Equal(4 * ((2 * rows) + (3 * columns)), Value(new Dist(1, temperature: 2, inter: 2, intra: 3)), Digits);
    }

    [Fact]
    public void Dist_does_not_see_scale_and_shift_of_predictions()
    {
        using var scope = NewDisposeScope();
        var sharper = Input([.. Teacher.Select(row => row.Select(t => t + 3).ToArray())]);

        Assert.Equal(0, new Dist(1).Compute(sharper).ToDouble(), Digits);
    }

    [Fact]
    public void Mlkd_compares_gram_matrices_of_samples_and_of_classes()
    {
        var value = new[] { 2.0, 5.0 }.Sum(temperature =>
        {
            var (p, q) = (Teacher.Select(t => Softmax(t, temperature)).ToArray(), Student.Select(s => Softmax(s, temperature)).ToArray());
            var samples = Pairs(Samples).Sum(ij => Math.Pow(Dot(p[ij.I], p[ij.J]) - Dot(q[ij.I], q[ij.J]), 2)) / Samples;
            var classes = Pairs(Classes).Sum(ij => Math.Pow(Dot(Column(p, ij.I), Column(p, ij.J)) - Dot(Column(q, ij.I), Column(q, ij.J)), 2)) / Classes;
            return samples + classes;
        });

        Assert.Equal(value, Value(new Mlkd(1, [2, 5])), Digits);
    }

    [Fact]
    public void Pld_is_the_weighted_likelihood_of_the_ranking_with_the_true_class_first()
    {
        double[] values = [.. Student.Zip(Teacher, (s, t) => (s, t)).Select((row, n) =>
        {
            var y = (int)TrueClasses[n];
            int[] ranking = [y, .. Enumerable.Range(0, Classes).Where(k => k != y).OrderByDescending(k => row.t[k])];
            var weights = Softmax(row.t, 2);
            return ranking.Select((k, place) => weights[k] * (Math.Log(ranking.Skip(place).Sum(l => Math.Exp(row.s[l]))) - row.s[k])).Sum();
        })];

        Assert.Equal(values.Average(), Value(new Pld(1, temperature: 2)), Digits);
    }

    [Fact]
    public void Standardized_soft_labels_compare_z_scores()
    {
        double[] values = [.. Student.Zip(Teacher, (s, t) => 4 * Divergence(Softmax(ZScores(t), 2), Softmax(ZScores(s), 2)))];

        Assert.Equal(values.Average(), Value(new SoftLabels(1, temperature: 2, standardize: true)), Digits);
    }

    [Fact]
    public void Standardized_losses_do_not_see_scale_and_shift_of_logits()
    {
        using var scope = NewDisposeScope();
        var scaled = Input([.. Teacher.Select(row => row.Select(t => (5 * t) - 2).ToArray())]);

        Assert.Equal(0, new SoftLabels(1, temperature: 2, standardize: true).Compute(scaled).ToDouble(), Digits);
        Assert.Equal(0, new Dkd(1, temperature: 2, standardize: true).Compute(scaled).ToDouble(), Digits);
    }

    [Fact]
    public void Terms_that_need_all_logits_say_so_where_there_are_none()
    {
        using var scope = NewDisposeScope();
        var input = Input();
        var without = input with { Targets = input.Targets with { Logits_NK = null } };
        LossTerm[] terms = [new Dkd(1), new Dist(1), new Mlkd(1, [4]), new Pld(1)];

        Assert.All(terms, term => Assert.Equal(
            $"The loss term {term.Name} needs a label set with all logits.", Assert.Throws<InvalidOperationException>(() => term.Compute(without)).Message));
    }

    [Fact]
    public void Every_term_has_a_gradient_that_is_finite()
    {
        LossTerm[] terms = [new Dkd(1), new Dkd(1, standardize: true), new Dist(1), new Mlkd(1, [2, 4]), new Pld(1), new SoftLabels(1, standardize: true)];

        Assert.All(terms, term =>
        {
            using var scope = NewDisposeScope();
            var input = Input([.. Student.Select(row => row.Select(s => 50 * s).ToArray())]);
            term.Compute(input).backward();
            var gradient = input.Logits_NK.grad!.data<float>().ToArray();
            Assert.All(gradient, value => Assert.True(float.IsFinite(value), term.Name));
            Assert.Contains(gradient, value => value != 0);
        });
    }

    private static double[] ZScores(double[] logits)
    {
        var mean = logits.Average();
        var deviation = Math.Sqrt(logits.Sum(l => (l - mean) * (l - mean)) / (logits.Length - 1));
        return [.. logits.Select(l => (l - mean) / deviation)];
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (x, y) = (a.Select(v => v - a.Average()).ToArray(), b.Select(v => v - b.Average()).ToArray());
        return Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static IEnumerable<(int I, int J)> Pairs(int count) =>
        from i in Enumerable.Range(0, count) from j in Enumerable.Range(0, count) select (i, j);
}

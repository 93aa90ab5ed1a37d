using Distill.Losses;
using TorchSharp;
using Xunit;
using static Distill.Tests.Losses.SomeBatch;
using static TorchSharp.torch;

namespace Distill.Tests.Losses;

public sealed class HardLabelsTests
{
    [Fact]
    public void It_is_the_mean_cross_entropy() =>
        Assert.Equal(Student.Select((s, n) => Entropy(s, TrueClasses[n])).Average(), Value(new HardLabels(1)), 5);

    [Fact]
    public void Samples_without_a_label_do_not_count()
    {
        using var scope = NewDisposeScope();

        Assert.Equal((Entropy(Student[0], 0) + Entropy(Student[3], 1)) / 2, Of([0, -1, -1, 1, -1], null), 5);
        Assert.Equal(0, Of([-1, -1, -1, -1, -1], null));
    }

    [Fact]
    public void A_mixed_sample_has_two_labels_by_their_shares()
    {
        using var scope = NewDisposeScope();
        var mixed = new MixedLabels(tensor(new long[] { 1, 1, -1, 0, 2 }), tensor(new[] { 1f, 0.25f, 1f, 0.5f, 0.75f }));
        double[] own = [1, 0.25, 1, 0.5, 0.75];
        long[] partners = [1, 1, -1, 0, 2];
        var expected = (own.Select((share, n) => share * Entropy(Student[n], TrueClasses[n])).Sum() / 5)
            + (own.Select((share, n) => partners[n] < 0 ? 0 : (1 - share) * Entropy(Student[n], partners[n])).Sum() / 4);

        Assert.Equal(expected, Of(TrueClasses, mixed), 5);
    }

    [Fact]
    public void Methods_that_treat_the_true_class_apart_take_the_teachers_first_where_there_is_none()
    {
        using var scope = NewDisposeScope();
        var input = Input();
        var firsts = Teacher.Select(t => (long)t.Index().MaxBy(k => k.Item).Index).ToArray();
        var unlabelled = input with { Targets = input.Targets with { Labels_N = tensor(new long[] { -1, -1, -1, -1, -1 }), HasUnlabelled = true } };
        var labelled = input with { Targets = input.Targets with { Labels_N = tensor(firsts) } };

        Assert.Equal(new Dkd(1).Compute(labelled).ToDouble(), new Dkd(1).Compute(unlabelled).ToDouble(), 6);
        Assert.Equal(new Pld(1).Compute(labelled).ToDouble(), new Pld(1).Compute(unlabelled).ToDouble(), 6);
    }

    private static double Of(long[] labels, MixedLabels? mixed)
    {
        var input = Input();
        var targets = input.Targets with { Labels_N = tensor(labels), HasUnlabelled = labels.Contains(-1), Mixed = mixed };
        return new HardLabels(1).Compute(input with { Targets = targets }).ToDouble();
    }

    private static double Entropy(double[] logits, long label) => -Math.Log(Softmax(logits)[(int)label]);
}

using Distill.Losses;
using Distill.Networks;
using TorchSharp;
using Xunit;
using static Distill.Tests.Losses.SomeBatch;
using static TorchSharp.torch;

namespace Distill.Tests.Losses;

/// <summary>Every term on pooled features against its equation, written down once more over plain numbers.</summary>
public sealed class FeatureLossTests
{
    private const int Digits = 4;
    private static readonly TeacherHead s_head = new(new HostTensor([2, 3], [1, 0, -1, 0.5f, 2, 0]), new HostTensor([2], [0.25f, -1]));

    [Fact]
    public void Rkd_compares_distances_and_angles()
    {
        var distance = Pairs.Average(ij => Huber(Distances(StudentFeatures)[ij.I][ij.J] - Distances(TeacherFeatures)[ij.I][ij.J]));
        var triples = from i in Enumerable.Range(0, Samples) from jk in Pairs select (i, jk.I, jk.J);
        var angle = triples.Average(t => Huber(Cosine(StudentFeatures, t) - Cosine(TeacherFeatures, t)));

        Assert.Equal((25 * distance) + (50 * angle), Value(new Rkd(1, Pair)), 3);
    }

    [Fact]
    public void Rkd_does_not_see_a_common_scale()
    {
        using var scope = NewDisposeScope();
        double[][] scaled = [.. StudentFeatures.Select(row => row.Select(v => 7 * v).ToArray())];

        Assert.Equal(Value(new Rkd(1, Pair)), new Rkd(1, Pair).Compute(Input(studentFeatures: scaled)).ToDouble(), 2);
    }

    [Fact]
    public void Sp_compares_gram_matrices_with_rows_of_length_one()
    {
        var (s, t) = (Gram(StudentFeatures), Gram(TeacherFeatures));

        Assert.Equal(Pairs.Sum(ij => Math.Pow(s[ij.I][ij.J] - t[ij.I][ij.J], 2)) / (Samples * Samples), Value(new Sp(1, Pair)), Digits);

        static double[][] Gram(double[][] f) => [.. f.Select(a => Unit([.. f.Select(b => Dot(a, b))]))];
    }

    [Fact]
    public void Pkt_is_the_divergence_of_neighbourhoods()
    {
        var (s, t) = (Neighbours(StudentFeatures), Neighbours(TeacherFeatures));

        Assert.Equal(Pairs.Average(ij => t[ij.I][ij.J] * Math.Log(t[ij.I][ij.J] / s[ij.I][ij.J])), Value(new Pkt(1, Pair)), 5);

        static double[][] Neighbours(double[][] f) => [.. f.Select(a =>
        {
            double[] near = [.. f.Select(b => (Dot(Unit(a), Unit(b)) + 1) / 2)];
            return near.Select(n => n / near.Sum()).ToArray();
        })];
    }

    [Fact]
    public void Srrl_compares_features_and_what_the_teachers_classifier_makes_of_them()
    {
        using var scope = NewDisposeScope();
        using var term = new Srrl(1, Pair, seed: 1, s_head);
        var (w, b) = Linear(term.Parameters);
        var like = StudentFeatures.Select(g => Affine(w, b, g)).ToArray();
        var teacherLogits = Teacher.Select(t => t[..2]).ToArray();
        var features = Pairwise(like, TeacherFeatures);
        double[][] head = [[1, 0, -1], [0.5, 2, 0]];
        var logits = Pairwise([.. like.Select(l => Affine(head, [0.25, -1], l))], teacherLogits);
        var input = Input();

        var value = term.Compute(input with { Targets = input.Targets with { Logits_NK = input.Targets.Logits_NK!.narrow(1, 0, 2) } }).ToDouble();

        Assert.Equal(features + logits, value, Digits);
    }

    [Fact]
    public void To_crd_a_sample_of_an_unknown_class_is_in_the_class_that_the_teacher_puts_first()
    {
        using var scope = NewDisposeScope();
        using var term = new Crd(1, Pair, seed: 1, samples: 100, dimensions: 4);
        var input = Input();
        var targets = input.Targets with { Labels_N = tensor(new long[] { -1, 3, -1, 1, 2 }), HasUnlabelled = true };
        var (values_NT, classes_NT) = targets.Logits_NK!.topk(2, 1);
        var top = new TopTargets(classes_NT, values_NT, targets.Logits_NK.gt(0), new Dictionary<double, Tensor>());

        var ofLogits = term.Compute(input with { Targets = targets }).ToDouble();
        var ofTheLargest = term.Compute(input with { Targets = targets with { Logits_NK = null, Top = top } }).ToDouble();
        var ofNone = term.Compute(input with { Targets = targets with { Logits_NK = null } }).ToDouble();
        var apart = term.Compute(input with { Targets = input.Targets with { Labels_N = tensor(new long[] { 7, 3, 8, 1, 2 }) } }).ToDouble();

        Assert.Equal(ofLogits, ofTheLargest);
        Assert.Equal(apart, ofNone);
    }

    [Fact]
    public void Crd_tells_own_features_from_those_of_other_classes()
    {
        using var scope = NewDisposeScope();
        using var term = new Crd(1, Pair, seed: 1, samples: 100, dimensions: 4, temperature: 0.5);
        var (student, teacher) = (Linear([.. term.Parameters.Take(2)]), Linear([.. term.Parameters.Skip(2)]));
        var s = StudentFeatures.Select(g => Unit(Affine(student.W, student.B, g))).ToArray();
        var t = TeacherFeatures.Select(a => Unit(Affine(teacher.W, teacher.B, a))).ToArray();
        var value = Enumerable.Range(0, Samples).Average(i =>
        {
            var others = Enumerable.Range(0, Samples).Where(j => TrueClasses[j] != TrueClasses[i]).ToArray();
            return -Math.Log(H(i, i)) - others.Sum(j => Math.Log(1 - H(i, j)));

            double H(int a, int b) => Math.Exp(Dot(s[a], t[b]) / 0.5) / (Math.Exp(Dot(s[a], t[b]) / 0.5) + (others.Length / 100.0));
        });

        Assert.Equal(value, term.Compute(Input()).ToDouble(), Digits);
    }

    [Fact]
    public void Every_term_has_a_gradient_that_is_finite_even_where_features_are_zero()
    {
        LossTerm[] terms = [new Rkd(1, Pair), new Sp(1, Pair), new Pkt(1, Pair), new Crd(1, Pair, seed: 1, samples: 10)];

        Assert.All(terms, term =>
        {
            using var scope = NewDisposeScope();
            var input = Input(studentFeatures: [.. StudentFeatures.Select((row, n) => n < 2 ? [0.0, 0.0] : row)]);
            term.Compute(input).backward();
            Assert.All(input.Pooled_ND[Pair.StudentNode].grad!.data<float>().ToArray(), value => Assert.True(float.IsFinite(value), term.Name));
        });
    }

    [Fact]
    public void Labels_without_pooled_activations_are_refused()
    {
        using var scope = NewDisposeScope();
        var input = Input();
        var without = input with { Targets = input.Targets with { Pooled_NC = new Dictionary<string, Tensor>() } };

        var problem = Assert.Throws<InvalidOperationException>(() => new Sp(1, Pair).Compute(without));

        Assert.Equal("The labels hold no pooled activations of \"t\".", problem.Message);
    }

    private static IEnumerable<(int I, int J)> Pairs =>
        from i in Enumerable.Range(0, Samples) from j in Enumerable.Range(0, Samples) select (i, j);

    private static double[][] Distances(double[][] features)
    {
        double[][] distances = [.. features.Select(a => features.Select(b => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum())).ToArray())];
        var mean = distances.Sum(row => row.Sum()) / (Samples * (Samples - 1));
        return [.. distances.Select(row => row.Select(d => d / mean).ToArray())];
    }

    private static double Cosine(double[][] f, (int I, int J, int K) at)
    {
        double[] Towards(int to) => [.. f[to].Zip(f[at.I], (x, y) => x - y)];
        return at.J == at.I || at.K == at.I ? 0 : Dot(Unit(Towards(at.J)), Unit(Towards(at.K)));
    }

    private static double Huber(double x) => Math.Abs(x) < 1 ? x * x / 2 : Math.Abs(x) - 0.5;

    private static double[] Unit(double[] v) => [.. v.Select(x => x / Math.Sqrt(Dot(v, v)))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Affine(double[][] w, double[] b, double[] g) => [.. w.Zip(b, (row, bias) => Dot(row, g) + bias)];

    private static double Pairwise(double[][] a, double[][] b) => a.Zip(b, (x, y) => x.Zip(y, (p, q) => (p - q) * (p - q)).Average()).Average();

    private static (double[][] W, double[] B) Linear(IReadOnlyList<(string Name, Tensor Value)> parameters)
    {
        var width = (int)parameters[0].Value.shape[1];
        double[] Values(Tensor value) => [.. value.detach().contiguous().data<float>().ToArray().Select(v => (double)v)];
        return ([.. Values(parameters[0].Value).Chunk(width)], Values(parameters[1].Value));
    }
}

using Distill.Losses;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Losses;

public sealed class SoftLabelsTests
{
    private static readonly double[] s_student = [1.0, -0.5, 0.25, 2.0];
    private static readonly double[] s_teacher = [2.0, 1.0, -1.0, 0.5];

    [Fact]
    public void The_loss_is_the_divergence_of_softened_probabilities_times_temperature_squared()
    {
        using var scope = NewDisposeScope();

        var loss = new SoftLabels(weight: 1, temperature: 4).Compute(Input(s_student, Full(s_teacher)));

        var (p, q) = (Softmax(s_teacher, 4), Softmax(s_student, 4));
        Assert.Equal(16 * p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum(), loss.ToDouble(), 5);
    }

    [Fact]
    public void It_is_zero_exactly_where_the_student_says_the_same_up_to_a_shift()
    {
        using var scope = NewDisposeScope();

        var loss = new SoftLabels(weight: 1, temperature: 2).Compute(Input([.. s_teacher.Select(t => t + 3)], Full(s_teacher)));

        Assert.Equal(0, loss.ToDouble(), 6);
    }

    [Fact]
    public void Its_gradient_is_the_difference_of_probabilities_times_temperature()
    {
        using var scope = NewDisposeScope();
        var input = Input(s_student, Full(s_teacher));

        new SoftLabels(weight: 1, temperature: 4).Compute(input).backward();

        var (p, q) = (Softmax(s_teacher, 4), Softmax(s_student, 4));
        var gradient = input.Logits_NK.grad!.data<float>().ToArray();
        for (var k = 0; k < gradient.Length; k++)
        {
            Assert.Equal(4 * (q[k] - p[k]), gradient[k], 5);
        }
    }

    [Fact]
    public void Truncated_logits_count_all_unlisted_classes_as_one_outcome()
    {
        using var scope = NewDisposeScope();

        var loss = new SoftLabels(weight: 1, temperature: 2).Compute(Input(s_student, Top(s_teacher, 2, temperature: 2)));

        var (p, q) = (Softmax(s_teacher, 2), Softmax(s_student, 2));
        double[] teacher = [p[0], p[1], p[2] + p[3]];
        double[] student = [q[0], q[1], q[2] + q[3]];
        Assert.Equal(4 * teacher.Zip(student, (a, b) => a * Math.Log(a / b)).Sum(), loss.ToDouble(), 5);
    }

    [Fact]
    public void Truncated_logits_refuse_a_temperature_that_they_do_not_hold()
    {
        using var scope = NewDisposeScope();
        var input = Input(s_student, Top(s_teacher, 2, temperature: 2));

        var problem = Assert.Throws<InvalidOperationException>(() => new SoftLabels(weight: 1, temperature: 3).Compute(input));

        Assert.Equal("The labels keep only the largest logits, for the temperatures 2, and not for 3.", problem.Message);
    }

    private static LossInput Input(double[] student, LossTargets targets) => new()
    {
        Logits_NK = tensor(Array.ConvertAll(student, s => (float)s), [1, student.Length], requires_grad: true),
        Pooled_ND = new Dictionary<string, Tensor>(),
        Targets = targets,
    };

    private static LossTargets Full(double[] teacher) => new(
        tensor(new long[] { 0 }), tensor(Array.ConvertAll(teacher, t => (float)t), [1, teacher.Length]), null, new Dictionary<TapPair, OrderTargets>());

    // The classes 0 and 1 are the teacher's largest two.
    private static LossTargets Top(double[] teacher, int kept, double temperature)
    {
        var rest = Math.Log(teacher.Skip(kept).Sum(t => Math.Exp(t / temperature)));
        var top = new TopTargets(
            tensor(Enumerable.Range(0, kept).Select(k => (long)k).ToArray(), [1, kept]),
            tensor(teacher.Take(kept).Select(t => (float)t).ToArray(), [1, kept]),
            tensor(teacher.Select((_, k) => k < kept).ToArray(), [1, teacher.Length]),
            new Dictionary<double, Tensor> { [temperature] = tensor(new[] { (float)rest }) });
        return new LossTargets(tensor(new long[] { 0 }), null, top, new Dictionary<TapPair, OrderTargets>());
    }

    private static double[] Softmax(double[] logits, double temperature)
    {
        var total = logits.Sum(l => Math.Exp(l / temperature));
        return [.. logits.Select(l => Math.Exp(l / temperature) / total)];
    }
}

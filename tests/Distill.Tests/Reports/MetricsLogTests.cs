using Distill.Reports;
using Xunit;

namespace Distill.Tests.Reports;

public sealed class MetricsLogTests
{
    [Fact]
    public void A_line_is_one_flat_object() => Assert.Equal(
        """{"role":"student","seed":1,"epoch":1,"step":79,"learning_rate":0.1,"loss":2.5,"terms":{"hard_labels":1.5,"soft_labels":2},"accuracy":0.5,"teacher_agreement":null,"order_overlap":null,"order_tau":null,"samples_per_second":null}""" + "\n",
        MetricsLog.Write(Line(ModelRole.Student, 1, 1, 79)));

    [Fact]
    public void What_was_written_reads_back()
    {
        var text = MetricsLog.Write(Line(ModelRole.Student, 1, 1, 79)) + MetricsLog.Write(Line(ModelRole.Baseline, 2, 1, 79));
        Assert.Equal(text, string.Concat(MetricsLog.Read(text, "metrics.jsonl").Select(MetricsLog.Write)));
    }

    [Fact]
    public void A_torn_last_line_is_left_out_wherever_it_is_torn()
    {
        var whole = MetricsLog.Write(Line(ModelRole.Student, 1, 1, 79));
        var last = MetricsLog.Write(Line(ModelRole.Student, 1, 2, 158));
        Assert.All(Enumerable.Range(0, last.Length), length => Assert.Single(MetricsLog.Read(whole + last[..length], "metrics.jsonl")));
    }

    [Fact]
    public void A_broken_line_in_the_middle_is_named()
    {
        var whole = MetricsLog.Write(Line(ModelRole.Student, 1, 1, 79));
        var problem = Assert.Throws<ReportProblemException>(() => MetricsLog.Read(whole + "{\"role\":\n" + whole, "metrics.jsonl"));
        Assert.StartsWith("metrics.jsonl:2  is not a measurement", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_curve_has_the_last_line_of_each_epoch_of_its_model()
    {
        var curve = MetricsLog.Curve(
            [
                Line(ModelRole.Student, 1, 2, 158),
                Line(ModelRole.Student, 1, 1, 79) with { Loss = 9 },
                Line(ModelRole.Student, 1, 1, 40),
                Line(ModelRole.Student, 1, 1, 79) with { Loss = 3 },
                Line(ModelRole.Student, 2, 3, 237),
                Line(ModelRole.Baseline, 1, 3, 237),
            ],
            ModelRole.Student,
            seed: 1);
        Assert.Equal([(1, 79L, 3.0), (2, 158L, 2.5)], curve.Select(point => (point.Epoch, point.Step, point.Loss)));
    }

    private static MetricsLine Line(ModelRole role, int seed, int epoch, long step) => new()
    {
        Role = role,
        Seed = seed,
        Epoch = epoch,
        Step = step,
        LearningRate = 0.1,
        Loss = 2.5,
        Accuracy = 0.5,
        Terms = new Dictionary<string, double> { ["hard_labels"] = 1.5, ["soft_labels"] = 2 },
    };
}

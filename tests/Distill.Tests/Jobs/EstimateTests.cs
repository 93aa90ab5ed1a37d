using System.Globalization;
using System.Text;
using Distill.Data;
using Distill.Jobs;
using Distill.Jobs.Estimates;
using Distill.Networks;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Jobs;

public sealed class EstimateTests
{
    private static readonly Throughput s_round = new(Threads: 2, new Pace(1e10, 0, 0), new Pace(1e10, 0, 0), "round figures");

    [Fact]
    public void An_estimate_of_the_bundled_job_is_plain_arithmetic()
    {
        var reading = JobCheck.Of(JobReader.Open("digits", ["seeds=[1]", "training.epochs=10", "labels.views=4", "teacher.training.threads=2"]));
        var (job, material) = (reading.Job!, reading.Material!);
        var estimate = Estimate.Of(job, material, new JobInventory(), s_round);

        var (teacher, student) = (estimate.Teacher!, estimate.Students[0].Model);
        Assert.Equal(1437 * 10 * 3 + 360 * 10, Stage(estimate, "learn").Macs / student.Macs);
        Assert.Equal(Stage(estimate, "learn").Macs, Stage(estimate, "baseline").Macs);
        Assert.Equal(360, Stage(estimate, "check").Macs / teacher.Macs);
        Assert.Equal((4 * 1437) + 1437, Stage(estimate, "teach").Macs / teacher.Macs);
        Assert.Equal(estimate.Stages.Sum(stage => stage.Macs) / 2e10, estimate.Seconds, 1e-9);
    }

    [Fact]
    public void Threads_share_the_work_of_a_batch_but_not_its_fixed_cost()
    {
        var network = Zoo.Create("cnn_8", classes: 10, new ImageShape(1, 8, 8));
        var pace = new Pace(1e9, 1e-9, 1e-3);

        var work = (3e-9 * Cost.Of(network).Macs) + (1e-9 * network.Nodes.Sum(node => network.Shapes[node.Name].Aggregate((x, y) => x * y)));
        Assert.Equal((100 * work / 4) + (2 * network.Nodes.Count * 1e-3), pace.Seconds(network, samples: 100, batchSize: 64, passes: 3, threads: 4), 1e-12);
    }

    [Fact]
    public void Several_students_cost_the_sum_of_theirs_and_one_teacher()
    {
        var (small, wide, both) = (Of("student=cnn_4"), Of("student=cnn_16"), Of("students=[cnn_4, cnn_16]"));

        Assert.Equal(["cnn-4", "cnn-16"], both.Students.Select(student => student.Name));
        Assert.Equal(Stage(small, "learn").Seconds + Stage(wide, "learn").Seconds, Stage(both, "learn").Seconds, 1e-9);
        Assert.Equal(Stage(small, "baseline").Seconds + Stage(wide, "baseline").Seconds, Stage(both, "baseline").Seconds, 1e-9);
        Assert.Equal((Stage(small, "teach"), small.Labels), (Stage(both, "teach"), both.Labels));
        Assert.Equal("4 x 10 epochs", Stage(both, "learn").Detail);

        static JobEstimate Of(string students)
        {
            var reading = JobCheck.Of(JobReader.Open("digits", [students, "seeds=[1,2]", "training.epochs=10", "training.threads=2"]));
            return Estimate.Of(reading.Job!, reading.Material!, new JobInventory(), s_round);
        }
    }

    [Fact]
    public void Labels_of_ten_classes_and_a_prefix_of_32_take_53_bytes()
    {
        var estimate = OfDigits(new JobInventory());

        Assert.Equal((10 * 2) + 1 + 32, estimate.Labels!.BytesPerSample);
        Assert.Equal(53L * 1437 * estimate.Labels.Views, estimate.Labels.Bytes);
    }

    [Fact]
    public void What_is_already_there_costs_nothing()
    {
        var estimate = OfDigits(new JobInventory(TeacherIsTrained: true, Views: 100));

        Assert.Equal(0, Stage(estimate, "teacher").Seconds);
        Assert.Equal(0, Stage(estimate, "teach").Seconds);
        Assert.Equal(estimate.Labels!.Views, estimate.Labels.Present);
    }

    [Fact]
    public void A_job_without_a_teacher_only_learns()
    {
        var reading = JobCheck.Of(JobReader.Read("{ dataset: digits, student: cnn_8, training: { epochs: 1 } }", "job.yaml", []));
        var estimate = Estimate.Of(reading.Job!, reading.Material!, new JobInventory(), s_round);

        Assert.Equal("learn", Assert.Single(estimate.Stages).Name);
        Assert.Null(estimate.Labels);
        Assert.Null(estimate.Teacher);
    }

    [Fact]
    public void The_CIFAR_job_costs_what_its_networks_cost()
    {
        SharedData.Require("teachers");
        var reading = JobCheck.Of(JobReader.Open(Repository.PathOf("jobs", "cifar10.yaml"), []));
        var estimate = Estimate.Of(reading.Job!, reading.Material!, new JobInventory(Views: 1), Throughput.Assumed(threads: 2));

        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"student {estimate.Students[0].Model}");
        text.AppendLine(CultureInfo.InvariantCulture, $"teacher {estimate.Teacher}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{estimate.Labels}");
        text.AppendLine(CultureInfo.InvariantCulture, $"memory {estimate.MemoryBytes >> 20} MB");
        foreach (var stage in estimate.Stages)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{stage.Name,-9} {stage.Detail,-20} {stage.Macs / 1e12,8:F3} TMAC {stage.Seconds,6:F0} s");
        }

        Approved.Verify(text.ToString(), "jobs.estimate");
    }

    private static JobEstimate OfDigits(JobInventory inventory)
    {
        var reading = JobCheck.Of(JobReader.Open("digits", []));
        return Estimate.Of(reading.Job!, reading.Material!, inventory, s_round);
    }

    private static StageEstimate Stage(JobEstimate estimate, string name) => estimate.Stages.Single(stage => stage.Name == name);
}

using Distill.Cli.Screens;
using Distill.Jobs;
using Distill.Jobs.Estimates;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli.Screens;

public sealed class EstimateTableTests
{
    [Fact]
    public void An_estimate_gives_sizes_labels_memory_and_the_time_of_each_stage()
    {
        var reading = JobCheck.Of(JobReader.Open("digits", [.. TinyJob.Overrides, "labels.views=12"]));

        var estimate = Estimate.Of(reading.Job!, reading.Material!, new JobInventory(TeacherIsTrained: true, Views: 5), Throughput.Assumed(2));

        Approved.Verify(Drawing.Of(EstimateTable.Of(estimate)), "Cli/screen.estimate");
    }

    [Fact]
    public void Labels_of_another_job_s_student_are_not_counted_and_not_said_to_be_none()
    {
        var reading = JobCheck.Of(JobReader.Open("digits", [.. TinyJob.Overrides, "teacher={ job: earlier }"]));

        var estimate = Estimate.Of(reading.Job!, reading.Material!, new JobInventory(TeacherIsTrained: false, Views: 0), Throughput.Assumed(2));

        Assert.Contains("labels   not counted: the student of earlier labels, which is looked up when the job runs", Drawing.Of(EstimateTable.Of(estimate)));
    }
}

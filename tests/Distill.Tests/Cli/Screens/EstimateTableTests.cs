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
}

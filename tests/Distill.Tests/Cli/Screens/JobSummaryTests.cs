using System.Text.Json;
using Distill.Cli.Screens;
using Distill.Tests.Reports;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli.Screens;

public sealed class JobSummaryTests
{
    [Fact]
    public void The_end_of_a_job_gives_accuracies_verdict_sizes_and_places() =>
        Approved.Verify(Drawing.Of(JobSummary.Of(SomeReport.Large(1, 2, 3), "store/jobs/brisk-otter-7/report.html")), "Cli/screen.summary");

    [Fact]
    public void Plain_training_has_no_teacher_to_speak_of() =>
        Approved.Verify(Drawing.Of(JobSummary.Of(SomeReport.Plain(), "store/jobs/calm-heron-8/report.html")), "Cli/screen.summary.plain-training");

    [Fact]
    public void The_document_of_a_run_averages_over_its_seeds()
    {
        var report = SomeReport.Large(1, 2, 3);

        var document = RunDocument.Of(report);

        Assert.Equal(report.Seeds.Average(seed => seed.Student.Final.Top1), document.Student!.Accuracy);
        Assert.Equal(report.Seeds.Average(seed => seed.Baseline!.Final.Top1), document.Baseline!.Accuracy);
        Assert.Equal([1, 2, 3], document.Seeds!.Select(seed => seed.Seed));
        Assert.Null(RunDocument.Of(SomeReport.Large(1)).Seeds);
    }
}

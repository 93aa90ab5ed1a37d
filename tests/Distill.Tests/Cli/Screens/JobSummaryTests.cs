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
    public void Several_students_are_summed_up_one_by_one()
    {
        Approved.Verify(Drawing.Of(JobSummary.Of(SomeReport.Several(1, 2, 3), "store/jobs/brisk-otter-7/report.html")), "Cli/screen.summary.several-students");

        var document = RunDocument.Of(SomeReport.Several(1, 2, 3));
        Assert.Equal(["small", "wide"], document.Students!.Select(student => student.Name));
        Assert.Equal(document.Students![0].Student, document.Student);
        Assert.Equal("distillation helped 1 of 2 students", document.Verdict);
    }

    [Fact]
    public void The_document_of_a_run_averages_over_its_seeds()
    {
        var report = SomeReport.Large(1, 2, 3);

        var document = RunDocument.Of(report);

        Assert.Equal(report.Students[0].Seeds.Average(seed => seed.Student.Final.Top1), document.Student!.Accuracy);
        Assert.Equal(report.Students[0].Seeds.Average(seed => seed.Baseline!.Final.Top1), document.Baseline!.Accuracy);
        Assert.Equal([1, 2, 3], document.Seeds!.Select(seed => seed.Seed));
        Assert.Null(RunDocument.Of(SomeReport.Large(1)).Seeds);
    }
}

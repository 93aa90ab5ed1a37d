using System.Text.Json;
using Distill.Cli.Screens;
using Distill.Reports;
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
    public void The_best_of_several_is_chosen_by_the_held_out_images_whatever_the_test_images_say()
    {
        var report = SomeReport.Several(1, 2);
        report = report with { Students = [.. report.Students.Zip([0.71, 0.724], Validated)] };

        var text = Drawing.Of(JobSummary.Of(report, "store/jobs/brisk-otter-7/report.html"));

        Assert.True(report.Students[0].Seeds[0].Student.Final.Top1 > report.Students[1].Seeds[0].Student.Final.Top1);
        Assert.Contains("best on the held-out images: wide 72.40 %", text, StringComparison.Ordinal);
        Assert.Contains("--student wide", text, StringComparison.Ordinal);

        static StudentReport Validated(StudentReport student, double accuracy) => student with
        {
            Seeds = [.. student.Seeds.Select(seed => seed with { Student = seed.Student with { Curve = [.. seed.Student.Curve.SkipLast(1), seed.Student.Curve[^1] with { ValidationAccuracy = accuracy }] } })],
        };
    }

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

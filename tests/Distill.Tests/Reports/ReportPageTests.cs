using System.Xml.Linq;
using Distill.Reports;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Reports;

public sealed class ReportPageTests
{
    [Fact]
    public void A_small_job_has_the_approved_page() =>
        Approved.Verify(WithoutStyle(ReportPage.Render(SomeReport.Small())), "Reports/report-small.html");

    [Fact]
    public void Several_seeds_show_each_curve_and_their_mean()
    {
        var page = ReportPage.Render(SomeReport.Large(1, 2, 3));

        // Accuracy, total loss, hard labels and agreement have both roles; two more terms and two order figures the student only.
        Assert.Equal(3 * 8, Count(page, "line faint student"));
        Assert.Equal(3 * 4, Count(page, "line faint baseline"));
    }

    [Fact]
    public void Text_from_outside_cannot_become_markup()
    {
        var report = SomeReport.Small();
        var hostile = "<script>alert(\"1\")</script>";
        var page = ReportPage.Render(report with
        {
            Job = hostile,
            Teacher = report.Teacher! with { Network = hostile },
            Dataset = report.Dataset with { Name = hostile, Classes = [hostile, hostile, hostile] },
            Environment = report.Environment with { Command = hostile },
        });
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        var page = ReportPage.Render(SomeReport.Large(1, 2));
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_drawing_has_a_title_and_a_description()
    {
        var drawings = Body(ReportPage.Render(SomeReport.Large(1, 2))).Descendants("svg").Where(svg => (string?)svg.Attribute("role") == "img").ToList();
        Assert.NotEmpty(drawings);
        Assert.All(drawings, svg => Assert.True(svg.Element("title")?.Value.Length > 0 && svg.Element("desc")?.Value.Length > 0));
    }

    [Fact]
    public void Every_heading_cell_says_what_it_heads() =>
        Assert.All(Body(ReportPage.Render(SomeReport.Large(1, 2))).Descendants("th"), th => Assert.NotNull(th.Attribute("scope")));

    [Fact]
    public void Plain_training_has_a_page_without_teacher_or_labels()
    {
        var page = ReportPage.Render(SomeReport.Plain());
        Assert.DoesNotContain("Labels</h2>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Teacher", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diverged_run_still_has_a_page()
    {
        var report = SomeReport.Large(1);
        var student = report.Students[0].Seeds[0].Student;
        var diverged = student with { Curve = [.. student.Curve.Select(point => point.Epoch < 5 ? point : point with { Loss = double.NaN, Accuracy = double.NaN })] };
        var page = ReportPage.Render(report with { Students = [report.Students[0] with { Seeds = [report.Students[0].Seeds[0] with { Student = diverged }] }] });
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_without_a_finished_model_still_has_a_page() =>
        Assert.Contains("no verdict", ReportPage.Render(SomeReport.Small() with { State = "failed", Students = [] }), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Several_students_are_compared_and_each_has_its_curves_and_classes()
    {
        var page = ReportPage.Render(SomeReport.Several(1, 2, 3));

        Assert.Contains("<h1>Distillation helped 1 of 2 students</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<h2>Learning: small</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<h2>Class by class: wide</h2>", page, StringComparison.Ordinal);
        Approved.Verify(Body(page).Element("header") + "\n" + Body(page).Elements("section").First().Element("table"), "Reports/report-several.headline");
    }

    // The page is written as well-formed XML after the head, so a test can walk it.
    private static XElement Body(string page)
    {
        var start = page.IndexOf("<main>", StringComparison.Ordinal);
        var end = page.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length;
        return XElement.Parse(page[start..end].Replace("<br>", "<br/>", StringComparison.Ordinal));
    }

    private static string WithoutStyle(string page)
    {
        var start = page.IndexOf("<style>", StringComparison.Ordinal) + "<style>".Length;
        return page[..start] + page[page.IndexOf("</style>", StringComparison.Ordinal)..];
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

using Distill.Reports;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Reports;

public sealed class ReportJsonTests
{
    [Fact]
    public void A_small_report_has_the_approved_text() => Approved.Verify(ReportJson.Write(SomeReport.Small()), "Reports/report-small.json");

    [Fact]
    public void What_was_written_reads_back_the_same()
    {
        var text = ReportJson.Write(SomeReport.Large(1, 2, 3));
        Assert.Equal(text, ReportJson.Write(ReportJson.Read(text, "report.json")));
    }

    [Fact]
    public void A_report_of_version_1_reads_as_that_of_one_student()
    {
        var old = File.ReadAllText(Repository.PathOf("tests", "Distill.Tests", "Approved", "Reports", "report-version-1.json.txt"));

        Assert.Equal(ReportJson.Write(SomeReport.Small()), ReportJson.Write(ReportJson.Read(old, "report.json")));
    }

    [Fact]
    public void A_loss_that_is_not_a_number_survives()
    {
        var report = SomeReport.Small() with { Seconds = double.NaN };
        Assert.True(double.IsNaN(ReportJson.Read(ReportJson.Write(report), "report.json").Seconds));
    }

    [Theory]
    [InlineData("\"job\"", "\"jop\"")]
    [InlineData("\"seconds\": 842", "\"seconds\": \"soon\"")]
    [InlineData("\"inconclusive\"", "\"unsure\"")]
    [InlineData("\"inconclusive\"", "1")]
    [InlineData("\"state\": \"finished\"", "\"state\": null")]
    [InlineData("{\n  \"version\"", "[\n  \"version\"")]
    public void A_text_that_is_no_report_is_refused_with_its_place(string part, string replacement)
    {
        var text = ReportJson.Write(SomeReport.Large(1)).Replace(part, replacement, StringComparison.Ordinal);
        Assert.StartsWith("report.json:", Assert.Throws<ReportProblemException>(() => ReportJson.Read(text, "report.json")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_version_is_refused_by_its_number()
    {
        var text = ReportJson.Write(SomeReport.Small()).Replace("\"version\": 3,", "\"version\": 4, \"news\": [],", StringComparison.Ordinal);
        var problem = Assert.Throws<ReportProblemException>(() => ReportJson.Read(text, "report.json"));
        Assert.Equal("report.json  is a report of version 4, and this program reads up to version 3: use a newer program.", problem.Message);
    }
}

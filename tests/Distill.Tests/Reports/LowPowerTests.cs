using Distill.Cli.Screens;
using Distill.Exports;
using Distill.Quantization;
using Distill.Reports;
using Distill.Tests.Cli.Screens;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Reports;

public sealed class LowPowerTests
{
    [Fact]
    public void The_document_is_the_approved_one() => Approved.Verify(ReportJson.Write(SomeReport.LowPower()), "Reports/low-power.json");

    [Fact]
    public void The_screen_is_the_approved_one() => Approved.Verify(Drawing.Of(LowPowerTable.Of(SomeReport.LowPower())), "Cli/screen.low-power");

    [Fact]
    public void A_report_with_devices_is_read_as_it_was_written()
    {
        var text = ReportJson.Write(SomeReport.OnDevice());

        Assert.Equal(text, ReportJson.Write(ReportJson.Read(text, "report.json")));
    }

    [Fact]
    public void The_page_shows_every_form()
    {
        var page = ReportPage.Render(SomeReport.OnDevice());

        Assert.All(ExportForms.All, form => Assert.Contains($">{form}<", page, StringComparison.Ordinal));
        Assert.Contains("a model and no measurement", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_published_says_why_and_what_to_do()
    {
        var report = SomeReport.LowPower().Quantization! with { Quality = new QuantizationQuality(10_000, 0.91, 0.05, 0.7, 0.66) };

        Assert.False(report.MayBePublished);
        Assert.Equal(
            "The student on bytes is not written: it agrees with the floats on 91.00 % of 10000 images (98 % are needed), diverges by 0.0500 nats (0.02 at most) and is 4.00 points worse (1 at most), after 1 attempts; train it for longer, or take onnx.",
            QuantizationWords.Refusal(report));
    }

    [Fact]
    public void A_float_fallback_keeps_a_student_from_being_published()
    {
        var report = SomeReport.LowPower().Quantization!;

        Assert.True(report.MayBePublished);
        Assert.False((report with { Census = report.Census! with { Fallbacks = new Dictionary<string, int> { ["Conv"] = 2 } } }).MayBePublished);
    }
}

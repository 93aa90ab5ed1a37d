using Distill.Reports.Markup;
using Distill.Reports.Page;

namespace Distill.Reports;

/// <summary>Renders <c>report.html</c>: one file without scripts, fonts or addresses, for a screen of any width, for paper, in light and dark.</summary>
public static class ReportPage
{
    /// <summary>The page as HTML text; equal reports give equal text.</summary>
    public static string Render(JobReport report) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{report.Job}: {report.Finding}</title>
        <style>
        {Stylesheet.Text}
        </style>
        </head>
        <body>
        <main>
        {Html.Lines(Sections(report))}
        </main>
        </body>
        </html>

        """).Text;

    private static IEnumerable<Html> Sections(JobReport report) =>
    [
        HeadlineSection.Render(report),
        .. report.Students.Select(student => CurvesSection.Render(report.Of(student))),
        SeedsSection.Render(report),
        SizesSection.Render(report),
        DeviceSection.Render(report),
        .. report.Students.Select(student => ClassesSection.Render(report.Of(student))),
        LabelsSection.Render(report.Labels),
        ReproducibilitySection.Render(report),
    ];
}

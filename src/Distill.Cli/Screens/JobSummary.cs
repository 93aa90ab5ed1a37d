using Distill.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>What came of a job, in a few lines: the last thing that <c>run</c> writes.</summary>
internal static class JobSummary
{
    /// <param name="report">The job's report.</param>
    /// <param name="reportPage">Where the report page lies.</param>
    public static IRenderable Of(JobReport report, string reportPage)
    {
        var mark = report.State == "finished" ? "[green]✓[/]" : "[red]✗[/]";
        return new Rows([
            new Markup($"{mark} [bold]{Markup.Escape(report.Job)}[/] {Markup.Escape(report.State)} in {Figures.Duration(report.Seconds)}"),
            Indented(Accuracies(report)),
            Indented(Verdict(report.Verdict)),
            .. Facts(report).Select(Indented),
            Text.Empty,
            .. Files(report, reportPage).Select(Indented),
            Indented($"next     distill show {report.Job}      distill students pull {report.Job}"),
        ]);
    }

    private static Padder Indented(string markup) => new(new Markup(markup), new Padding(2, 0, 0, 0));

    private static string Accuracies(JobReport report)
    {
        var parts = new List<string> { $"student [bold]{Figures.Percent(report.Seeds.Average(seed => seed.Student.Final.Top1))}[/]" };
        var baselines = report.Seeds.Select(seed => seed.Baseline).OfType<ModelReport>().ToList();
        if (baselines.Count > 0)
        {
            parts.Add($"baseline {Figures.Percent(baselines.Average(baseline => baseline.Final.Top1))}");
        }

        if (report.Teacher?.Accuracy is { } teacher)
        {
            parts.Add($"teacher {Figures.Percent(teacher)}");
        }

        return string.Join("   ", parts) + (report.Seeds.Count > 1 ? $"   [grey](means of {report.Seeds.Count} seeds)[/]" : "");
    }

    private static string Verdict(VerdictReport verdict)
    {
        var color = verdict.Outcome switch
        {
            VerdictOutcome.Helped => "green",
            VerdictOutcome.Hurt => "red",
            _ => "yellow",
        };
        return $"[{color}]{Markup.Escape(verdict.Text)}[/]";
    }

    private static IEnumerable<string> Facts(JobReport report)
    {
        var student = report.Seeds[0].Student;
        var size = $"{Figures.Count(student.Parameters)} parameters, {Figures.Bytes(student.Bytes)}";
        yield return report.Teacher is { } teacher
            ? FormattableString.Invariant($"{size}: {(double)teacher.Parameters / student.Parameters:0.0}x smaller than the teacher, {(double)teacher.Macs / student.Macs:0.0}x less arithmetic")
            : size;

        if (report.Labels is { } labels)
        {
            yield return $"labels: {labels.Reused} of {labels.Views} views already there, {labels.Taught} taught";
        }
    }

    private static IEnumerable<string> Files(JobReport report, string reportPage) =>
        report.Seeds.Select(seed => $"student  {Markup.Escape(seed.Student.Path)}").Append($"report   {Markup.Escape(reportPage)}");
}

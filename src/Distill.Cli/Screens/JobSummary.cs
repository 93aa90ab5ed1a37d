using Distill.Jobs;
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
            .. report.Students.SelectMany(student => Student(report, student)).Select(Indented),
            .. Best(report).Select(Indented),
            .. Labels(report.Labels).Select(Indented),
            Text.Empty,
            .. Files(report, reportPage).Select(Indented),
            Indented($"next     distill show {report.Job}      distill students pull {report.Job}{(IsAlone(report) ? "" : $" --student {report.Best?.Name ?? report.Students[0].Name}")}"),
        ]);
    }

    private static bool IsAlone(JobReport report) => report.Students is [{ Name: StudentSpec.Only }];

    private static Padder Indented(string markup) => new(new Markup(markup), new Padding(2, 0, 0, 0));

    private static IEnumerable<string> Student(JobReport report, StudentReport student)
    {
        if (student.Seeds.Count == 0)
        {
            yield break;
        }

        yield return Accuracies(report, student);
        var indent = IsAlone(report) ? "" : "  ";
        yield return indent + Verdict(student.Verdict);
        yield return indent + Size(report.Teacher, student.Seeds[0].Student);
    }

    private static string Accuracies(JobReport report, StudentReport student)
    {
        var parts = new List<string> { $"{student.Name} [bold]{Figures.Percent(student.Seeds.Average(seed => seed.Student.Final.Top1))}[/]" };
        var baselines = student.Seeds.Select(seed => seed.Baseline).OfType<ModelReport>().ToList();
        if (baselines.Count > 0)
        {
            parts.Add($"baseline {Figures.Percent(baselines.Average(baseline => baseline.Final.Top1))}");
        }

        if (report.Teacher?.Accuracy is { } teacher)
        {
            parts.Add($"teacher {Figures.Percent(teacher)}");
        }

        return string.Join("   ", parts) + (student.Seeds.Count > 1 ? $"   [grey](means of {student.Seeds.Count} seeds)[/]" : "");
    }

    private static IEnumerable<string> Best(JobReport report)
    {
        if (report.Best is var (name, accuracy))
        {
            yield return $"best on the held-out images: [bold]{name}[/] {Figures.Percent(accuracy)}";
        }
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

    private static string Size(TeacherReport? teacher, ModelReport student)
    {
        var size = $"{Figures.Count(student.Parameters)} parameters, {Figures.Bytes(student.Bytes)}";
        return teacher is not { Parameters: > 0, Macs: > 0 }
            ? size
            : FormattableString.Invariant($"{size}: {(double)teacher.Parameters / student.Parameters:0.0}x smaller than the teacher, {(double)teacher.Macs / student.Macs:0.0}x less arithmetic");
    }

    private static IEnumerable<string> Labels(LabelsReport? labels)
    {
        if (labels is not null)
        {
            yield return $"labels: {labels.Reused} of {labels.Views} views already there, {labels.Taught} taught";
        }
    }

    private static IEnumerable<string> Files(JobReport report, string reportPage) => report.Students
        .SelectMany(student => student.Seeds)
        .Select(seed => $"student  {Markup.Escape(seed.Student.Path)}")
        .Append($"report   {Markup.Escape(reportPage)}");
}

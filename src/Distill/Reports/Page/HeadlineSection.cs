using Distill.Jobs;
using Distill.Reports.Charts;
using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>The answer: the verdict, the accuracies behind it and the gain of each seed.</summary>
internal static class HeadlineSection
{
    public static Html Render(JobReport report)
    {
        return Html.Of($"""
            <header>
            <p class="kicker">{report.Job}</p>
            <h1>{Title(report)}</h1>
            <p class="lead">{Lead(report)}</p>
            </header>
            <section aria-label="Result">
            {Bars(report)}
            {Html.Lines(report.Students.Select(student => Gain(student, report.Students.Count > 1)))}
            {Explanation(report.Students)}
            </section>
            """);
    }

    private static Html Title(JobReport report)
    {
        if (report.Teacher is null && report.Pairs.Any())
        {
            return Html.Of($"{string.Join(", ", report.Students.Select(student => $"{student.Seeds[0].Student.Network} trained to {Figures.Percent(Accuracy.Of(report.Of(student), ModelRole.Student)?.Mean)}"))}");
        }

        // The figures in parentheses stay together and step back behind the finding.
        var text = char.ToUpperInvariant(report.Finding[0]) + report.Finding[1..];
        var aside = text.IndexOf(" (", StringComparison.Ordinal);
        return aside < 0 ? Html.Of($"{text}") : Html.Of($"{text[..aside]} <span>{text[(aside + 1)..]}</span>");
    }

    private static string Lead(JobReport report)
    {
        var students = report.Students.Where(student => student.Seeds.Count > 0).Select(student => student.Seeds[0].Student)
            .Select((student, index) => $"{student.Network} ({Figures.Count(student.Parameters)}{(index == 0 ? " parameters" : "")})");
        var teacher = report.Teacher is { } network ? $" taught by {network.Network}{(network.IsCounted ? $" ({Figures.Count(network.Parameters)})" : "")}" : "";
        return $"{string.Join(", ", students)}{teacher} on {report.Dataset.Name}, {Figures.Of(report.Students.Max(student => (int?)student.Seeds.Count) ?? 0, "seed")}, {report.State} in {Figures.Duration(report.Seconds)}.";
    }

    private static Html Bars(JobReport report) => Html.Of($"""
        <table class="bars">
        <caption>Accuracy on {Figures.Exact(report.Dataset.TestSamples)} held-out images</caption>
        {Bar(report, ModelRole.Teacher, "teacher")}
        {Html.Lines(report.Students.SelectMany(student => Pair(report.Of(student))))}
        </table>
        """);

    private static IEnumerable<Html> Pair(JobReport report)
    {
        var alone = report.Students[0].Name == StudentSpec.Only;
        yield return Bar(report, ModelRole.Student, alone ? "student" : report.Students[0].Name);
        yield return Bar(report, ModelRole.Baseline, alone ? "baseline" : "");
    }

    private static Html Bar(JobReport report, ModelRole role, string name)
    {
        if (Accuracy.Of(report, role) is not { } accuracy)
        {
            return Html.Empty;
        }

        var what = role switch
        {
            ModelRole.Teacher => report.Teacher!.Network,
            ModelRole.Student => report.Teacher is null ? "" : "with the teacher",
            _ => name.Length > 0 ? "the student alone" : "the same alone",
        };
        var range = accuracy.Count > 1 ? $"{Figures.Percent(accuracy.Lowest)} to {Figures.Percent(accuracy.Highest)}" : "";
        var style = role.ToString().ToLowerInvariant();
        return Html.Of($"""
            <tr><th scope="row">{name} <span>{what}</span></th><td class="bar"><svg height="14" aria-hidden="true"><rect class="track" width="100%" height="14"/><rect class="{style}" width="{100 * accuracy.Mean:0.##}%" height="14"/></svg></td><td class="figure">{Figures.Percent(accuracy.Mean)}</td><td class="range">{range}</td></tr>
            """);
    }

    private static Html Gain(StudentReport student, bool oneOfSeveral)
    {
        var chart = GainChart.Render(student.Verdict, [.. student.Seeds.Where(seed => seed.Baseline is not null).Select(seed => seed.Seed)]);
        return oneOfSeveral ? Html.Lines(Html.Of($"<p><b>{student.Name}</b>: {student.Verdict.Text}</p>"), chart) : chart;
    }

    private static Html Explanation(IReadOnlyList<StudentReport> students)
    {
        var intervals = students.Where(student => student.Verdict.Spread is not null).Select(student => $"{GainChart.Interval(student.Verdict)} points{(students.Count > 1 ? $" for {student.Name}" : "")}").ToList();
        return intervals.Count == 0 ? Html.Empty : Html.Of($"""
            <p class="note">Student and baseline of one seed start from the same weights and get the same budget. ± is the standard error of the mean gain; its 95 % interval (paired t-test) is {string.Join(", ", intervals)}.</p>
            """);
    }
}

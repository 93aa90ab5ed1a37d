using Distill.Reports.Charts;
using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>The answer: the verdict, the accuracies behind it and the gain of each seed.</summary>
internal static class HeadlineSection
{
    public static Html Render(JobReport report)
    {
        var paired = report.Seeds.Where(seed => seed.Baseline is not null).Select(seed => seed.Seed).ToList();
        return Html.Of($"""
            <header>
            <p class="kicker">{report.Job}</p>
            <h1>{Title(report)}</h1>
            <p class="lead">{Lead(report)}</p>
            </header>
            <section aria-label="Result">
            {Bars(report)}
            {GainChart.Render(report.Verdict, paired)}
            {Explanation(report.Verdict)}
            </section>
            """);
    }

    private static Html Title(JobReport report)
    {
        if (report.Teacher is null && report.Seeds.Count > 0)
        {
            return Html.Of($"{report.Seeds[0].Student.Network} trained to {Figures.Percent(Accuracy.Of(report, ModelRole.Student)?.Mean)}");
        }

        // The figures in parentheses stay together and step back behind the finding.
        var text = char.ToUpperInvariant(report.Verdict.Text[0]) + report.Verdict.Text[1..];
        var aside = text.IndexOf(" (", StringComparison.Ordinal);
        return aside < 0 ? Html.Of($"{text}") : Html.Of($"{text[..aside]} <span>{text[(aside + 1)..]}</span>");
    }

    private static string Lead(JobReport report)
    {
        var student = report.Seeds.Count == 0 ? "" : $"{report.Seeds[0].Student.Network} ({Figures.Count(report.Seeds[0].Student.Parameters)} parameters)";
        var teacher = report.Teacher is { } network ? $" taught by {network.Network} ({Figures.Count(network.Parameters)})" : "";
        return $"{student}{teacher} on {report.Dataset.Name}, {Figures.Of(report.Seeds.Count, "seed")}, {report.State} in {Figures.Duration(report.Seconds)}.";
    }

    private static Html Bars(JobReport report) => Html.Of($"""
        <table class="bars">
        <caption>Accuracy on {Figures.Exact(report.Dataset.TestSamples)} held-out images</caption>
        {Html.Lines(Enum.GetValues<ModelRole>().Select(role => Bar(report, role)))}
        </table>
        """);

    private static Html Bar(JobReport report, ModelRole role)
    {
        if (Accuracy.Of(report, role) is not { } accuracy)
        {
            return Html.Empty;
        }

        var what = role switch
        {
            ModelRole.Teacher => report.Teacher!.Network,
            ModelRole.Student => report.Teacher is null ? "" : "with the teacher",
            _ => "the student alone",
        };
        var range = accuracy.Count > 1 ? $"{Figures.Percent(accuracy.Lowest)} to {Figures.Percent(accuracy.Highest)}" : "";
        var name = role.ToString().ToLowerInvariant();
        return Html.Of($"""
            <tr><th scope="row">{name} <span>{what}</span></th><td class="bar"><svg height="14" aria-hidden="true"><rect class="track" width="100%" height="14"/><rect class="{name}" width="{100 * accuracy.Mean:0.##}%" height="14"/></svg></td><td class="figure">{Figures.Percent(accuracy.Mean)}</td><td class="range">{range}</td></tr>
            """);
    }

    private static Html Explanation(VerdictReport verdict) => verdict.Spread is null ? Html.Empty : Html.Of($"""
        <p class="note">Student and baseline of one seed start from the same weights and get the same budget. ± is the standard error of the mean gain; its 95 % interval (paired t-test) is {GainChart.Interval(verdict)} points.</p>
        """);
}

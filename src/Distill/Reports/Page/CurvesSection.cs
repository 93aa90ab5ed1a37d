using Distill.Reports.Charts;
using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>How the models learned: accuracy first, then the losses term by term, then the nearness to the teacher.</summary>
internal static class CurvesSection
{
    private static readonly ModelRole[] s_trained = [ModelRole.Student, ModelRole.Baseline];

    public static Html Render(JobReport report)
    {
        var accuracy = AccuracyChart(report).Render();
        var small = Html.Lines(SmallCharts(report).Select(chart => chart.Render()));
        return accuracy.Text.Length + small.Text.Length == 0 ? Html.Empty : Html.Of($"""
            <section>
            <h2>Learning{report.Suffix}</h2>
            {accuracy}
            <div class="charts">
            {small}
            </div>
            </section>
            """);
    }

    private static LineChart AccuracyChart(JobReport report) =>
        Chart(report, "Accuracy", "per cent of held-out images", point => 100 * point.Accuracy) with
        {
            Height = 280,
            Reference = report.Teacher?.Accuracy is { } teacher ? (ModelRole.Teacher, 100 * teacher) : null,
            Format = value => Figures.Number(value, 1),
        };

    private static IEnumerable<LineChart> SmallCharts(JobReport report)
    {
        yield return Chart(report, "Total loss", "weighted sum of the terms", point => point.Loss);
        foreach (var term in TermNames(report))
        {
            yield return Chart(report, Words(term), "loss term, unweighted", point => point.Terms.TryGetValue(term, out var value) ? value : null);
        }

        yield return Chart(report, "Agreement with the teacher", "per cent of held-out images", point => 100 * point.TeacherAgreement) with { Format = value => Figures.Number(value, 1) };
        yield return Chart(report, "Order agreement", "share of the teacher’s prefix, per cent", point => 100 * point.OrderOverlap) with { Format = value => Figures.Number(value, 1) };
        yield return Chart(report, "Order correlation", "Kendall’s tau", point => point.OrderTau);
        yield return LearningRate(report);
    }

    private static IEnumerable<string> TermNames(JobReport report) => s_trained
        .SelectMany(role => Accuracy.Models(report, role))
        .SelectMany(model => model.Curve)
        .SelectMany(point => point.Terms.Keys)
        .Distinct();

    // All models follow one schedule, so one line tells it.
    private static LineChart LearningRate(JobReport report) => new()
    {
        Title = "Learning rate",
        Note = "the same for every model",
        Series = [.. Accuracy.Models(report, ModelRole.Student).Take(1).Select(model => new Series(ModelRole.Student, [Points(model, point => point.LearningRate)]))],
        Format = value => value.ToString("0.####"),
    };

    private static LineChart Chart(JobReport report, string title, string note, Func<CurvePoint, double?> value) => new()
    {
        Title = title,
        Note = note,
        Series = [.. s_trained
            .Select(role => new Series(role, [.. Accuracy.Models(report, role).Select(model => Points(model, value)).Where(run => run.Count > 0)]))
            .Where(series => series.Runs.Count > 0)],
    };

    private static IReadOnlyList<(double X, double Y)> Points(ModelReport model, Func<CurvePoint, double?> value) =>
        [.. model.Curve.Where(point => value(point) is not null).Select(point => ((double)point.Epoch, value(point)!.Value))];

    /// <summary>A term's name as a heading: <c>soft_labels</c> becomes <c>Soft labels</c>.</summary>
    private static string Words(string term)
    {
        var words = term.Replace('_', ' ');
        return words.Length == 0 ? term : char.ToUpperInvariant(words[0]) + words[1..];
    }
}

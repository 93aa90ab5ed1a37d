using Distill.Jobs;
using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>Every finished model with all figures of its evaluation.</summary>
internal static class SeedsSection
{
    public static Html Render(JobReport report)
    {
        var columns = Columns(report);
        return Html.Of($"""
            <section>
            <h2>Every model</h2>
            {Table.Of("Evaluation on the held-out images", ["", .. columns.Select(column => column.Heading)], Rows(report).Select(row => Cells(row.Name, row.Evaluation, row.Seconds, columns)))}
            <p class="note">The calibration error is the gap between confidence and accuracy over {EvaluationMath.CalibrationBins} bins; 0 is honest. The log-likelihood is negative, per image, in nats; lower is better.</p>
            </section>
            """);
    }

    private static IEnumerable<(string Name, Evaluation Evaluation, double? Seconds)> Rows(JobReport report)
    {
        if (report.Teacher?.Evaluation is { } teacher)
        {
            yield return ("teacher", teacher, null);
        }

        foreach (var (student, seed) in report.Pairs)
        {
            var alone = student.Name == StudentSpec.Only;
            yield return ($"{student.Name}, seed {seed.Seed}", seed.Student.Final, seed.Student.Seconds);
            if (seed.Baseline is { } baseline)
            {
                yield return ($"{(alone ? "baseline" : $"{student.Name} alone")}, seed {seed.Seed}", baseline.Final, baseline.Seconds);
            }
        }
    }

    // A column that would be empty, or the same for everybody, is not shown.
    private static List<Column> Columns(JobReport report)
    {
        var rows = Rows(report).ToList();
        List<Column> all =
        [
            new("Top-1", (model, _) => Figures.Percent(model.Top1)),
            new("Top-5", (model, _) => report.Dataset.Classes.Count > 5 ? Figures.Percent(model.Top5) : Figures.Absent),
            new("Log-likelihood", (model, _) => Figures.Number(model.NegativeLogLikelihood, 3)),
            new("Calibration error", (model, _) => Figures.Number(model.CalibrationError, 3)),
            new("Agreement", (model, _) => Figures.Percent(model.TeacherAgreement)),
            new("Order agreement", (model, _) => Figures.Percent(model.OrderOverlap)),
            new("Order loss over chance", (model, _) => Figures.Number(model.OrderLoss, 3)),
            new("Order tau", (model, _) => Figures.Number(model.OrderTau, 2)),
            new("Skill over one order", (model, _) => Figures.Percent(model.OrderOverlapSkill)),
            new("Its tau", (model, _) => Figures.Number(model.OrderTauSkill, 2)),
            new("Training time", (_, seconds) => seconds is { } time ? Figures.Duration(time) : Figures.Absent),
        ];
        return [.. all.Where(column => rows.Any(row => column.Cell(row.Evaluation, row.Seconds) != Figures.Absent))];
    }

    private static List<string> Cells(string name, Evaluation evaluation, double? seconds, List<Column> columns) =>
        [name, .. columns.Select(column => column.Cell(evaluation, seconds))];

    private sealed record Column(string Heading, Func<Evaluation, double?, string> Cell);
}

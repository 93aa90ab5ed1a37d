using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>The jobs of a store, one line each.</summary>
internal static class JobTable
{
    private const int CurveWidth = 12;
    private const int RoomForCurves = 120;

    private static readonly Style s_name = new(decoration: Decoration.Bold);
    private static readonly Style s_student = new(Color.Grey);
    private static readonly Style s_curve = new(Color.Blue);

    /// <param name="rows">The jobs.</param>
    /// <param name="now">The time that ages are counted to.</param>
    /// <param name="width">Columns of the terminal; only a wide one has room for curves.</param>
    public static IRenderable Of(IReadOnlyList<JobRow> rows, DateTimeOffset now, int width)
    {
        if (rows.Count == 0)
        {
            return Text.Empty;
        }

        var hasCurves = width >= RoomForCurves;
        var table = new LongTable([
            new("job"), new("state"), new("student"), new("accuracy", IsRight: true), new("baseline", IsRight: true), new("teacher"), new("accuracy", IsRight: true),
            .. hasCurves ? [new LongTable.Column("learning")] : Array.Empty<LongTable.Column>(), new("age", IsRight: true)]);
        foreach (var row in rows)
        {
            Add(
                row.Curve,
                new(row.Job, s_name),
                new(row.State, StyleOf(row.State)),
                row.Students is { } several ? Figures.Of(several.Count, "student") : row.Student ?? "",
                row.Students is null ? Percent(row.StudentAccuracy) : "",
                row.Students is null ? Percent(row.BaselineAccuracy) : "",
                row.Teacher ?? "",
                Percent(row.TeacherAccuracy),
                Figures.Age((now - row.Created).TotalSeconds));
            foreach (var student in row.Students ?? [])
            {
                Add(student.Curve ?? [], "", "", new(student.Name, s_student), Percent(student.Accuracy), Percent(student.Baseline), "", "", "");
            }
        }

        return table;

        // The curve stands before the last cell.
        void Add(IReadOnlyList<double> curve, params LongTable.Cell[] cells) =>
            table.Add(hasCurves ? [.. cells[..^1], new(Sparkline.Of(curve, CurveWidth), s_curve), cells[^1]] : cells);
    }

    private static Style StyleOf(string state) => state switch
    {
        "finished" => Color.Green,
        "failed" => Color.Red,
        _ => Color.Yellow,
    };

    private static string Percent(double? fraction) => fraction is { } known ? Figures.Percent(known) : "";
}

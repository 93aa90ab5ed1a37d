using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>The jobs of a store, one line each.</summary>
internal static class JobTable
{
    private const int CurveWidth = 12;
    private const int RoomForCurves = 120;

    /// <param name="rows">The jobs.</param>
    /// <param name="now">The time that ages are counted to.</param>
    /// <param name="width">Columns of the terminal; only a wide one has room for curves.</param>
    public static IRenderable Of(IReadOnlyList<JobRow> rows, DateTimeOffset now, int width)
    {
        if (rows.Count == 0)
        {
            return Text.Empty;
        }

        var table = new Table().Border(TableBorder.None);
        var hasCurves = width >= RoomForCurves;
        string[] headings = ["job", "state", "student", "accuracy", "baseline", "teacher", "accuracy", .. hasCurves ? ["learning"] : Array.Empty<string>(), "age"];
        foreach (var heading in headings)
        {
            var column = new TableColumn(heading).NoWrap();
            table.AddColumn(heading is "accuracy" or "baseline" or "age" ? column.RightAligned() : column);
        }

        foreach (var row in rows)
        {
            Add(
                row.Curve,
                $"[bold]{Markup.Escape(row.Job)}[/]",
                State(row.State),
                row.Students is { } several ? Figures.Of(several.Count, "student") : Markup.Escape(row.Student ?? ""),
                row.Students is null ? Percent(row.StudentAccuracy) : "",
                row.Students is null ? Percent(row.BaselineAccuracy) : "",
                Markup.Escape(row.Teacher ?? ""),
                Percent(row.TeacherAccuracy),
                Figures.Age((now - row.Created).TotalSeconds));
            foreach (var student in row.Students ?? [])
            {
                Add(student.Curve ?? [], "", "", $"[grey]{Markup.Escape(student.Name)}[/]", Percent(student.Accuracy), Percent(student.Baseline), "", "", "");
            }
        }

        return table;

        // The curve stands before the last cell.
        void Add(IReadOnlyList<double> curve, params string[] cells) =>
            table.AddRow(hasCurves ? [.. cells[..^1], $"[blue]{Sparkline.Of(curve, CurveWidth)}[/]", cells[^1]] : cells);
    }

    private static string State(string state) => state switch
    {
        "finished" => $"[green]{state}[/]",
        "failed" => $"[red]{state}[/]",
        _ => $"[yellow]{state}[/]",
    };

    private static string Percent(double? fraction) => fraction is { } known ? Figures.Percent(known) : "";
}

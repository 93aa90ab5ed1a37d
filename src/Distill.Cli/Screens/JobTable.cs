using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>The jobs of a store, one line each.</summary>
internal static class JobTable
{
    private const int CurveWidth = 12;

    public static IRenderable Of(IReadOnlyList<JobRow> rows, DateTimeOffset now)
    {
        if (rows.Count == 0)
        {
            return Text.Empty;
        }

        var table = new Table().Border(TableBorder.None);
        foreach (var heading in new[] { "job", "state", "student", "accuracy", "baseline", "teacher", "accuracy", "learning", "age" })
        {
            var column = new TableColumn(heading).NoWrap();
            table.AddColumn(heading is "accuracy" or "baseline" or "age" ? column.RightAligned() : column);
        }

        foreach (var row in rows)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(row.Job)}[/]",
                State(row.State),
                row.Students is { } several ? Figures.Of(several.Count, "student") : Markup.Escape(row.Student ?? ""),
                row.Students is null ? Percent(row.StudentAccuracy) : "",
                row.Students is null ? Percent(row.BaselineAccuracy) : "",
                Markup.Escape(row.Teacher ?? ""),
                Percent(row.TeacherAccuracy),
                $"[blue]{Sparkline.Of(row.Curve, CurveWidth)}[/]",
                Figures.Age((now - row.Created).TotalSeconds));
            foreach (var student in row.Students ?? [])
            {
                table.AddRow("", "", $"[grey]{Markup.Escape(student.Name)}[/]", Percent(student.Accuracy), Percent(student.Baseline), "", "", $"[blue]{Sparkline.Of(student.Curve ?? [], CurveWidth)}[/]", "");
            }
        }

        return table;
    }

    private static string State(string state) => state switch
    {
        "finished" => $"[green]{state}[/]",
        "failed" => $"[red]{state}[/]",
        _ => $"[yellow]{state}[/]",
    };

    private static string Percent(double? fraction) => fraction is { } known ? Figures.Percent(known) : "";
}

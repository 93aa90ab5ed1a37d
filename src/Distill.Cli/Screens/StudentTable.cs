using Distill.Jobs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>Finished students, one line each.</summary>
internal static class StudentTable
{
    private const int ShortHash = 12;

    public static IRenderable Of(IReadOnlyList<StudentRow> rows)
    {
        if (rows.Count == 0)
        {
            return Text.Empty;
        }

        // A column that says "student" in every line says nothing.
        var named = rows.Any(row => row.Student != StudentSpec.Only);
        var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("job").NoWrap());
        if (named)
        {
            table.AddColumn(new TableColumn("student").NoWrap());
        }

        foreach (var heading in new[] { "seed", "accuracy", "parameters", "size" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        foreach (var heading in new[] { "network", "sha-256" })
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow([
                $"[bold]{Markup.Escape(row.Job)}[/]",
                .. named ? [Markup.Escape(row.Student)] : Array.Empty<string>(),
                row.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Figures.Percent(row.Accuracy),
                Figures.Count(row.Parameters),
                Figures.Bytes(row.Bytes),
                Markup.Escape(row.Network),
                row.Sha256[..ShortHash],
            ]);
        }

        return table;
    }
}

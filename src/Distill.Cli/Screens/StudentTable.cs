using System.Globalization;
using Distill.Jobs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>Finished students, one line each.</summary>
internal static class StudentTable
{
    private const int ShortHash = 12;

    private static readonly Style s_job = new(decoration: Decoration.Bold);

    public static IRenderable Of(IReadOnlyList<StudentRow> rows)
    {
        if (rows.Count == 0)
        {
            return Text.Empty;
        }

        // A column that says "student" in every line says nothing.
        var named = rows.Any(row => row.Student != StudentSpec.Only);
        var table = new LongTable([
            new("job"), .. named ? [new LongTable.Column("student")] : Array.Empty<LongTable.Column>(),
            new("seed", IsRight: true), new("accuracy", IsRight: true), new("parameters", IsRight: true), new("size", IsRight: true), new("network"), new("sha-256")]);
        foreach (var row in rows)
        {
            table.Add([
                new(row.Job, s_job),
                .. named ? [row.Student] : Array.Empty<LongTable.Cell>(),
                row.Seed.ToString(CultureInfo.InvariantCulture),
                Figures.Percent(row.Accuracy),
                Figures.Count(row.Parameters),
                Figures.Bytes(row.Bytes),
                row.Network,
                row.Sha256[..ShortHash],
            ]);
        }

        return table;
    }
}

using System.Globalization;
using Distill.Pipeline.Jobs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>Jobs side by side, one column each: the settings that differ, and below them the figures.</summary>
internal static class ComparisonTable
{
    private const string Absent = "–";

    public static IRenderable Of(Comparison comparison)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("");
        foreach (var job in comparison.Jobs)
        {
            table.AddColumn($"[bold]{Markup.Escape(job.Name)}[/]");
        }

        foreach (var (setting, values) in comparison.Settings)
        {
            table.AddRow([Markup.Escape(setting), .. values.Select(value => Markup.Escape(value ?? Absent))]);
        }

        table.AddEmptyRow();
        foreach (var (name, figure) in Figured)
        {
            table.AddRow([name, .. comparison.Jobs.Select(job => Markup.Escape(figure(job) ?? Absent))]);
        }

        return table;
    }

    private static IEnumerable<(string Name, Func<ComparedJob, string?> Figure)> Figured =>
    [
        ("state", job => job.State),
        ("seeds", job => job.Seeds > 0 ? job.Seeds.ToString(CultureInfo.InvariantCulture) : null),
        ("accuracy", job => Percent(job.Accuracy, job.AccuracyDeviation)),
        ("baseline", job => Percent(job.Baseline, job.BaselineDeviation)),
        ("gain", job => job.Gain is { } gain ? Points(gain, job.GainSpread) : null),
        ("agreement", job => job.Agreement is { } agreement ? Figures.Percent(agreement) : null),
        ("parameters", job => job.Parameters is { } parameters ? Figures.Count(parameters) : null),
        ("weights", job => job.Bytes is { } bytes ? Figures.Bytes(bytes) : null),
        ("labels", job => job.LabelBytes is { } bytes ? Figures.Bytes(bytes) : null),
        ("training", job => job.TrainingSeconds is { } seconds ? Figures.Duration(seconds) : null),
        ("whole job", job => job.JobSeconds is { } seconds ? Figures.Duration(seconds) : null),
    ];

    private static string? Percent(double? mean, double? deviation) =>
        mean is { } known ? Figures.Percent(known) + (deviation is { } spread ? string.Create(CultureInfo.InvariantCulture, $" ±{100 * spread:0.00}") : "") : null;

    private static string Points(double gain, double? spread) => string.Create(
        CultureInfo.InvariantCulture, $"{gain:+0.00;-0.00;0.00} points{(spread is { } error ? string.Create(CultureInfo.InvariantCulture, $" ±{error:0.00}") : "")}");
}

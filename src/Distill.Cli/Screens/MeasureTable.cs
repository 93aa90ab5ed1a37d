using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>Latencies of model files, one line each, below the machine that they hold for.</summary>
internal static class MeasureTable
{
    public static IRenderable Of(MeasureDocument document)
    {
        var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("model").NoWrap());
        var hasEnergy = document.Models.Any(model => model.Energy is not null);
        foreach (var heading in (string[])["size", "fastest", "p50", "p90", "p99", "images/s", .. hasEnergy ? ["µJ/image"] : Array.Empty<string>()])
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        foreach (var model in document.Models)
        {
            var latency = model.Microseconds;
            table.AddRow([
                Markup.Escape(model.File), Figures.Bytes(model.Bytes),
                Microseconds(latency.Minimum), Microseconds(latency.P50), Microseconds(latency.P90), Microseconds(latency.P99),
                latency.P50 > 0 ? Figures.Rate(1e6 / latency.P50) : "",
                .. hasEnergy ? [model.Energy is { } energy ? Figures.Rate(energy.Microjoules) : ""] : Array.Empty<string>(),
            ]);
        }

        var machine = document.Machine;
        var load = machine.LoadAverage is { } average ? string.Create(CultureInfo.InvariantCulture, $", load average {average:0.00}") : "";
        return new Rows(
            new Text($"{machine.Processor}, {machine.Runtime}, {Figures.Of(machine.Threads, "thread")}{load}; one image at a time"),
            Text.Empty,
            table);
    }

    public static string Microseconds(double value) => value >= 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{value:0} µs");
}

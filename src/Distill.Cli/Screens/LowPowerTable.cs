using System.Globalization;
using Distill.Devices;
using Distill.Quantization;
using Distill.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>What a student asks of a device, form by form.</summary>
internal static class LowPowerTable
{
    public static IRenderable Of(LowPowerReport report)
    {
        var cost = report.Cost;
        var lines = new List<IRenderable>
        {
            new Markup($"[bold]{Markup.Escape(report.Network)}[/]   {Figures.Count(cost.Parameters)} parameters, {Figures.Count(cost.Macs)} MACs, activations {Figures.Bytes(sizeof(float) * cost.PeakActivations)} in floats, {Figures.Bytes(cost.PeakActivations)} in bytes"),
            Text.Empty,
            Forms(report),
            Text.Empty,
            new Text($"fits     in floats: {Fits(report.Fits, fit => fit.Float32)}; in bytes: {Fits(report.Fits, fit => fit.Int8)}"),
            new Text($"energy   a model and no measurement: {report.EnergyTable}, {Figures.Bytes(report.EnergySram)} of SRAM"),
        };
        if (report.Quantization is { } quantization)
        {
            lines.Add(new Text($"bytes    {QuantizationWords.Recipe(quantization)}"));
        }

        lines.Add(new Text(report.Machine is { } machine
            ? string.Create(CultureInfo.InvariantCulture, $"measured {machine.Processor}, {machine.Runtime}, 1 thread, load average {machine.LoadAverage:0.00}")
            : "measured nothing: ONNX Runtime is not there, see distill doctor"));
        return new Rows(lines);
    }

    private static Table Forms(LowPowerReport report)
    {
        var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("form").NoWrap());
        foreach (var heading in new[] { "size", "accuracy", "agreement", "p50", "p99", "energy" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        foreach (var form in report.Forms)
        {
            table.AddRow(
                form.Form, Figures.Bytes(form.Bytes),
                form.Accuracy is { } accuracy ? Figures.Percent(accuracy) : "",
                form.Agreement is { } agreement ? Figures.Percent(agreement) : "",
                form.Microseconds is { } latency ? MeasureTable.Microseconds(latency.P50) : "",
                form.Microseconds is { } slow ? MeasureTable.Microseconds(slow.P99) : "",
                form.ModelledEnergy is { } energy ? string.Create(CultureInfo.InvariantCulture, $"{energy.Total:0.0} µJ") : "");
        }

        return table;
    }

    private static string Fits(IReadOnlyList<MemoryFit> fits, Func<MemoryFit, bool> isFitting) =>
        fits.FirstOrDefault(isFitting) is { } smallest
            ? $"{Figures.Bytes(smallest.Flash)} of flash with {Figures.Bytes(smallest.Sram)} of SRAM"
            : "no usual microcontroller";
}

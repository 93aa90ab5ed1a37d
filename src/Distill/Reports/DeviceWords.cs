using Distill.Devices;
using Distill.Quantization;
using Distill.Reports.Markup;
using static System.FormattableString;

namespace Distill.Reports;

/// <summary>What reports say about a student on a device: the same columns and sentences on the page and on the card.</summary>
internal static class DeviceWords
{
    public static IReadOnlyList<string> Columns { get; } = ["Form", "File", "Size", "Accuracy", "Agreement with the floats", "p50", "p90", "p99", "Energy (model)"];

    public static IReadOnlyList<string> Row(ModelForm form) =>
    [
        form.Form, form.IsDelivered ? form.File : "not asked for", Figures.Bytes(form.Bytes), Figures.Percent(form.Accuracy), Figures.Percent(form.Agreement),
        Time(form.Microseconds?.P50), Time(form.Microseconds?.P90), Time(form.Microseconds?.P99),
        form.ModelledEnergy is { } energy ? Invariant($"{energy.Total:0.0}\u00a0µJ") : Figures.Absent,
    ];

    /// <summary>What the figures rest on, a sentence each.</summary>
    public static IEnumerable<string> Notes(LowPowerReport report)
    {
        var cost = report.Cost;
        yield return Invariant($"Activations take {Figures.Bytes(sizeof(float) * cost.PeakActivations)} at most in 32-bit floats and {Figures.Bytes(cost.PeakActivations)} on bytes.");
        yield return $"The smallest class of microcontrollers that it fits: {Smallest(report.Fits, fit => fit.Float32)} in floats, {Smallest(report.Fits, fit => fit.Int8)} on bytes.";
        yield return report.Machine is { } machine
            ? Invariant($"Latencies: one image at a time, {machine.Runtime}, one thread, {machine.Processor}, load average {machine.LoadAverage ?? 0:0.00}.")
            : "Latencies were not measured: ONNX Runtime was not there.";
        yield return $"Energies are a model and no measurement: {report.EnergyTable}, {Figures.Bytes(report.EnergySram)} of SRAM. They rank networks.";
        if (report.Quantization is { } quantization)
        {
            yield return $"On bytes: {QuantizationWords.Recipe(quantization)}.";
            if (quantization.Quality is null)
            {
                yield return "The file on bytes was not compared with the floats: ONNX Runtime was not there.";
            }

            if (!quantization.MayBePublished)
            {
                yield return QuantizationWords.Refusal(quantization);
            }
        }
    }

    private static string Time(double? microseconds) => microseconds switch
    {
        null => Figures.Absent,
        >= 10_000 => Invariant($"{microseconds / 1000:0.0}\u00a0ms"),
        _ => Invariant($"{microseconds:0}\u00a0µs"),
    };

    private static string Smallest(IReadOnlyList<MemoryFit> fits, Func<MemoryFit, bool> isFitting) =>
        fits.FirstOrDefault(isFitting) is { } smallest
            ? $"{smallest.Flash >> 10} KiB of flash with {smallest.Sram >> 10} KiB of SRAM"
            : "none";
}

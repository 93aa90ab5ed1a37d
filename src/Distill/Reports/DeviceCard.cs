namespace Distill.Reports;

/// <summary>The part of a model card about devices.</summary>
internal static class DeviceCard
{
    public static string Render(LowPowerReport? report) => report is null ? "" : $"""
        ## On a device

        | {string.Join(" | ", DeviceWords.Columns)} |
        |---|---|{string.Concat(DeviceWords.Columns.Skip(2).Select(_ => "---:|"))}
        {string.Join("\n", report.Forms.Select(form => $"| {string.Join(" | ", DeviceWords.Row(form))} |"))}

        {string.Join("\n", DeviceWords.Notes(report).Select(note => $"* {note}"))}

        """;
}

using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>What the first student of each name asks of a small device.</summary>
internal static class DeviceSection
{
    public static Html Render(JobReport report)
    {
        var students = report.Students
            .Where(student => student.Seeds is [{ LowPower: not null }, ..])
            .Select(student => (report.Of(student).Suffix, Report: student.Seeds[0].LowPower!))
            .ToList();
        return students.Count == 0
            ? Html.Empty
            : Html.Of($"""
                <section>
                <h2>On a device</h2>
                {Html.Lines(students.Select(student => Of(student.Report, student.Suffix)))}
                </section>
                """);
    }

    private static Html Of(LowPowerReport report, string suffix) => Html.Of($"""
        {Table.Of($"The forms of {report.Network}{suffix}", DeviceWords.Columns, report.Forms.Select(DeviceWords.Row))}
        {Html.Lines(DeviceWords.Notes(report).Select(note => Html.Of($"<p>{note}</p>")))}
        """);
}

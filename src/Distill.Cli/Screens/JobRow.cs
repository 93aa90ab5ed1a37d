using Distill.Cli.Stored;
using Distill.Reports;

namespace Distill.Cli.Screens;

/// <summary>One job of <c>distill list</c>; accuracies are means over the seeds, from 0 to 1.</summary>
internal sealed record JobRow(
    string Job, string State, string? Student, string? Teacher, double? StudentAccuracy, double? BaselineAccuracy, double? TeacherAccuracy, string? Verdict, DateTimeOffset Created)
{
    public static JobRow Of(StoredJob job)
    {
        var report = job.Report;
        return new JobRow(
            job.Record.Name,
            job.StateName,
            report?.Seeds[0].Student.Network,
            report?.Teacher?.Network,
            Mean(report?.Seeds.Select(seed => seed.Student)),
            Mean(report?.Seeds.Select(seed => seed.Baseline)),
            report?.Teacher?.Accuracy,
            report?.Verdict.Text,
            job.Record.Created);
    }

    private static double? Mean(IEnumerable<ModelReport?>? models) => models?.Average(model => model?.Final.Top1);
}

using Distill.Cli.Stored;
using Distill.Reports;

namespace Distill.Cli.Screens;

/// <summary>One job of <c>distill list</c>; accuracies are means over the seeds, from 0 to 1. Of several students the best one speaks for the job.</summary>
internal sealed record JobRow(
    string Job, string State, string? Student, string? Teacher, double? StudentAccuracy, double? BaselineAccuracy, double? TeacherAccuracy, string? Verdict, DateTimeOffset Created)
{
    /// <summary>All students; null where there is only one.</summary>
    public IReadOnlyList<StudentEntry>? Students { get; init; }

    public static JobRow Of(StoredJob job)
    {
        var report = job.Report;
        var students = report?.Students.Where(student => student.Seeds.Count > 0).Select(StudentEntry.Of).ToList() ?? [];
        var best = students.MaxBy(student => student.Accuracy);
        return new JobRow(
            job.Record.Name,
            job.StateName,
            best?.Network,
            report?.Teacher?.Network,
            best?.Accuracy,
            best?.Baseline,
            report?.Teacher?.Accuracy,
            report?.Finding,
            job.Record.Created)
        {
            Students = students.Count > 1 ? students : null,
        };
    }

    internal sealed record StudentEntry(string Name, string Network, double Accuracy, double? Baseline, string Verdict)
    {
        public static StudentEntry Of(StudentReport student) => new(
            student.Name,
            student.Seeds[0].Student.Network,
            student.Seeds.Average(seed => seed.Student.Final.Top1),
            student.Seeds.Average(seed => seed.Baseline?.Final.Top1),
            student.Verdict.Text);
    }
}

using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>What came of a finished job, in the few figures that a list of many jobs shows; its report has all of them.</summary>
/// <param name="Finding">The report's finding.</param>
/// <param name="Teacher">The teacher's network; null for plain training.</param>
/// <param name="TeacherAccuracy">The teacher's top-1 accuracy, 0 to 1; null where it is not known.</param>
/// <param name="Students">The students, in the order of the job file.</param>
public sealed record JobOutcome(string Finding, string? Teacher, double? TeacherAccuracy, IReadOnlyList<StudentOutcome> Students)
{
    /// <summary>The outcome that a report tells of.</summary>
    public static JobOutcome Of(JobReport report) => new(
        report.Finding,
        report.Teacher?.Network,
        report.Teacher?.Accuracy,
        [.. report.Students.Where(student => student.Seeds.Count > 0).Select(StudentOutcome.Of)]);
}

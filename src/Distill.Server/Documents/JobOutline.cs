using Distill.Jobs;

namespace Distill.Server.Documents;

/// <summary>What a list says of a job's settings.</summary>
internal sealed record JobOutline(string? Dataset, string? Teacher, IReadOnlyList<StudentSummary> Students)
{
    public static readonly JobOutline Unknown = new(null, null, []);

    public static JobOutline Of(JobSpec spec) => new(
        spec.Dataset.Kind,
        spec.Teacher is { } teacher ? teacher.Network ?? Path.GetFileNameWithoutExtension(teacher.Weights) : null,
        [.. spec.Students.Select(student => new StudentSummary(student.Name, student.Title, null, null, null))]);
}

using System.Text.Json.Serialization;
using Distill.Pipeline.Jobs;

namespace Distill.Cli.Screens;

/// <summary>One job of <c>distill list</c>; accuracies are means over the seeds, from 0 to 1. Of several students the best one speaks for the job.</summary>
internal sealed record JobRow(
    string Job, string State, string? Student, string? Teacher, double? StudentAccuracy, double? BaselineAccuracy, double? TeacherAccuracy, string? Verdict, DateTimeOffset Created)
{
    /// <summary>How the accuracy of the best student grew, for the small curve.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Curve { get; init; } = [];

    /// <summary>All students; null where there is only one.</summary>
    public IReadOnlyList<StudentOutcome>? Students { get; init; }

    public static JobRow Of(JobRecord job)
    {
        var outcome = job.Outcome;
        var best = outcome?.Students.MaxBy(student => student.Accuracy);
        return new JobRow(
            job.Name,
            job.State.ToString().ToLowerInvariant(),
            best?.Network,
            outcome?.Teacher,
            best?.Accuracy,
            best?.Baseline,
            outcome?.TeacherAccuracy,
            outcome?.Finding,
            job.Created)
        {
            Curve = outcome?.Students.Count == 1 ? best?.Curve ?? [] : [],
            Students = outcome?.Students.Count > 1 ? outcome.Students : null,
        };
    }
}

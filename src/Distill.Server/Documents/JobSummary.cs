using Distill.Jobs;
using Distill.Pipeline.Jobs;

namespace Distill.Server.Documents;

/// <summary>A job in a list: what it is, how far it is, what came of it. Accuracies are from 0 to 1.</summary>
internal sealed record JobSummary
{
    /// <summary>The job's name.</summary>
    public required string Name { get; init; }

    public required JobState State { get; init; }

    public required JobPriority Priority { get; init; }

    public bool LabelsOnly { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public string? Failure { get; init; }

    public string? Dataset { get; init; }

    /// <summary>The teacher's network; null for plain training.</summary>
    public string? Teacher { get; init; }

    public double? TeacherAccuracy { get; init; }

    /// <summary>The students, in the order of the job file.</summary>
    public required IReadOnlyList<StudentSummary> Students { get; init; }

    /// <summary>The verdict, in a sentence; null before there is one.</summary>
    public string? Finding { get; init; }

    /// <summary>The stage that is under way.</summary>
    public string? Stage { get; init; }

    /// <summary>How much of all training is done, 0 to 1; null while that is not known.</summary>
    public double? Progress { get; init; }

    public double? EtaSeconds { get; init; }

    /// <summary>The accuracy so far, in a few points.</summary>
    public IReadOnlyList<double> Curve { get; init; } = [];

    /// <summary>What may be done with it: <c>cancel</c>, <c>resume</c>, <c>retry</c>, <c>delete</c>.</summary>
    public required IReadOnlyList<string> Can { get; init; }

    /// <summary>Kinds of the alerts that there were.</summary>
    public IReadOnlyList<string> Alerts { get; init; } = [];

    public static JobSummary Of(JobRecord record, JobOutline outline) => new()
    {
        Name = record.Name,
        State = record.State,
        Priority = record.Priority,
        LabelsOnly = record.LabelsOnly,
        Created = record.Created,
        Ended = record.Ended,
        Failure = record.Failure,
        Dataset = outline.Dataset,
        Teacher = record.Outcome?.Teacher ?? outline.Teacher,
        TeacherAccuracy = record.Outcome?.TeacherAccuracy,
        Students = record.Outcome is { } outcome ? [.. outcome.Students.Select(StudentSummary.Of)] : outline.Students,
        Finding = record.Outcome?.Finding,
        Progress = record.State == JobState.Finished ? 1 : null,
        Curve = record.Outcome?.Students is [var first, ..] ? first.Curve ?? [] : [],
        Can = Actions(record),
        Alerts = record.Alerts ?? [],
    };

    /// <summary>The same while somebody works on it.</summary>
    public JobSummary With(JobProgress? progress, IReadOnlyList<double> curve)
    {
        if (progress is null || progress.State != State || State == JobState.Finished)
        {
            return this;
        }

        var training = progress.Stages.Where(stage => stage.Unit == "img" && stage.State != StageState.Skipped && stage.Total > 0).ToList();
        var total = training.Sum(stage => (double)stage.Total);
        return this with
        {
            Stage = progress.Stages.FirstOrDefault(stage => stage.State == StageState.Running)?.Name,
            Progress = total > 0 ? Math.Round(training.Sum(stage => stage.Done) / total, 4) : null,
            EtaSeconds = progress.EtaSeconds is { } eta ? Math.Round(eta) : null,
            Curve = curve.Count > 0 ? curve : Curve,
        };
    }

    private static IReadOnlyList<string> Actions(JobRecord record) => record switch
    {
        { Deleted: not null } => ["delete"],
        { State: JobState.Failed } => ["retry", "delete"],
        { State: JobState.Cancelled } => ["resume", "delete"],
        { State: JobState.Finished } => ["delete"],
        _ => ["cancel"],
    };
}

namespace Distill.Reports;

/// <summary>What a job did and what came of it: the content of <c>report.json</c>, and all that the report page and the model cards are made from.</summary>
/// <remarks>Accuracies are fractions from 0 to 1 throughout; differences of accuracies are percentage points and say so.</remarks>
public sealed record JobReport
{
    /// <summary>The version of this shape that the program writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the shape that this report has; a reader refuses a newer one.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>How the job ended: <c>finished</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Wall-clock seconds from the job's start to this report, pauses between restarts left out.</summary>
    public required double Seconds { get; init; }

    /// <summary>The data that the models learned from and were measured on.</summary>
    public required DatasetReport Dataset { get; init; }

    /// <summary>The teacher; null for plain training.</summary>
    public TeacherReport? Teacher { get; init; }

    /// <summary>One entry per seed, in the order of the job file.</summary>
    public required IReadOnlyList<SeedReport> Seeds { get; init; }

    /// <summary>The labels that the students learned from; null for plain training.</summary>
    public LabelsReport? Labels { get; init; }

    /// <summary>Whether the students with a teacher did better than the same students without.</summary>
    public required VerdictReport Verdict { get; init; }

    /// <summary>What a person needs to get the same bytes again.</summary>
    public required EnvironmentReport Environment { get; init; }
}

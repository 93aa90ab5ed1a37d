namespace Distill.Reports;

/// <summary>What came of one student of a job: its models, seed by seed, and whether the teacher helped it.</summary>
public sealed record StudentReport
{
    /// <summary>Its name within the job: <c>student</c> where the job has only one.</summary>
    public required string Name { get; init; }

    /// <summary>One entry per seed, in the order of the job file.</summary>
    public required IReadOnlyList<SeedReport> Seeds { get; init; }

    /// <summary>Whether the student did better with the teacher than without.</summary>
    public required VerdictReport Verdict { get; init; }
}

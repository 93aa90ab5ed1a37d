namespace Distill.Jobs;

/// <summary>A job at one moment, as data: what every screen, log line and API answer about progress is made from.</summary>
public sealed record JobProgress
{
    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>How far the job has come.</summary>
    public required JobState State { get; init; }

    /// <summary>Why the job failed, as one sentence; <see langword="null"/> unless <see cref="State"/> is <see cref="JobState.Failed"/>.</summary>
    public string? Failure { get; init; }

    /// <summary>The stages in the order in which they are reached.</summary>
    public required IReadOnlyList<StageProgress> Stages { get; init; }

    /// <summary>
    /// The latest figures by name, for example <c>loss</c>, <c>loss.soft_labels</c>, <c>accuracy</c>, <c>agreement</c>.
    /// Accuracies are fractions from 0 to 1.
    /// </summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Seconds of work so far, pauses between restarts left out.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Expected seconds until the job is finished; <see langword="null"/> while that is not known.</summary>
    public double? EtaSeconds { get; init; }
}

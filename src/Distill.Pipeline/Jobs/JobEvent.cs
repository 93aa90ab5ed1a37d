using Distill.Jobs;

namespace Distill.Pipeline.Jobs;

/// <summary>Something that happened to a job (<c>jobs/NAME/events/TIME-RANDOM.json</c>); never changed once it is written.</summary>
public sealed record JobEvent
{
    /// <summary>Version of this format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When it happened, UTC, on the clock of the worker.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What it was, in one word for programs: a state of the job, or <c>submitted</c>, <c>resumed</c>, <c>retried</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string Worker { get; init; }

    /// <summary>The run that it is about; null where it is about the whole job.</summary>
    public string? Run { get; init; }

    /// <summary>What it was, in one sentence for people.</summary>
    public required string Sentence { get; init; }

    /// <summary>Figures that go with it, by name; null where there are none.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>What a state of a job means to somebody who reads its events.</summary>
    public static string SentenceOf(JobRecord record) => record.State switch
    {
        JobState.Queued => "The job waits for a worker.",
        JobState.Preparing => "The dataset is opened, and the teacher trained or loaded, checked and calibrated.",
        JobState.Teaching => "The teacher labels what is missing.",
        JobState.Learning => "Students and baselines train.",
        JobState.Reporting => "Every run is trained; the report is written.",
        JobState.Finished => "The job is finished.",
        JobState.Failed => record.Failure ?? "The job failed.",
        _ => "The job was cancelled; what is done is kept.",
    };
}

using System.Text.Json.Serialization;
using Distill.Jobs;

namespace Distill.Pipeline.Jobs;

/// <summary>The state of a job in the store (<c>states/NAME.json</c>), replaced by ETag.</summary>
public sealed record JobRecord
{
    /// <summary>A record of the present format, not urgent.</summary>
    public JobRecord()
        : this(version: 1)
    {
    }

    // The reader that the compiler makes gives a property that a stored record lacks the default of its type, but a parameter its own.
    [JsonConstructor]
    internal JobRecord(int version = 1, JobPriority priority = JobPriority.Normal, int protocol = 1) =>
        (Version, Priority, Protocol) = (version, priority, protocol);

    /// <summary>Version of this format.</summary>
    public int Version { get; init; }

    /// <summary>The job's name, unique in the store.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the resolved job file; the same content while unfinished is the same job.</summary>
    public required string Content { get; init; }

    /// <summary>How urgent it is.</summary>
    public JobPriority Priority { get; init; }

    /// <summary>Whether workers on other machines may take it; false for a job of <c>distill run</c>, which belongs to its process.</summary>
    public bool IsShared { get; init; }

    /// <summary>Version of the messages that its work is sent for with: that of whoever submitted it.</summary>
    public int Protocol { get; init; }

    /// <summary>How often somebody had to send for its work again because nothing moved.</summary>
    public int Nudges { get; init; }

    /// <summary>Whether only its labels are wanted.</summary>
    public bool LabelsOnly { get; init; }

    /// <summary>How far the job is.</summary>
    public required JobState State { get; init; }

    /// <summary>Why the job failed, one sentence; null unless it did.</summary>
    public string? Failure { get; init; }

    /// <summary>When it was submitted, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ended, UTC; null while it has not.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What came of it, for lists; null while it is not finished.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobOutcome? Outcome { get; init; }

    /// <summary>Kinds of the alerts that were raised since it was last queued; null where there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Alerts { get; init; }

    /// <summary>When its deletion began, UTC; null unless it did. Nothing can be done with such a job but to delete it to the end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Deleted { get; init; }

    /// <summary>Whether nothing more will happen without a person.</summary>
    public bool IsFinal => State.IsFinal();
}

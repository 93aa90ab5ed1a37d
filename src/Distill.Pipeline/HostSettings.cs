namespace Distill.Pipeline;

/// <summary>Where a process keeps things and what it offers.</summary>
public sealed record HostSettings
{
    /// <summary>Folder of the store: jobs, labels, models.</summary>
    public required string Store { get; init; }

    /// <summary>Teaching slots, one thread each; 0 takes one per core.</summary>
    public int TeacherSlots { get; init; }
}

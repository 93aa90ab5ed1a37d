namespace Distill.Pipeline;

/// <summary>Where a process keeps things and what it offers.</summary>
public sealed record HostSettings
{
    /// <summary>Folder of the store: jobs, labels, models.</summary>
    public required string Store { get; init; }

    /// <summary>Folder for what can be fetched again.</summary>
    public required string Cache { get; init; }

    /// <summary>Folder in which pretrained teachers are looked for by name.</summary>
    public string Models => Path.Combine(Cache, "models");

    /// <summary>Teaching slots, one thread each; 0 takes one per core.</summary>
    public int TeacherSlots { get; init; }
}

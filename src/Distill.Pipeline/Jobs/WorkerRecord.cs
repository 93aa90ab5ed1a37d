namespace Distill.Pipeline.Jobs;

/// <summary>A worker that is there (<c>workers/ID.json</c>), written anew every so often while it is.</summary>
public sealed record WorkerRecord
{
    /// <summary>Version of this format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>What it does: <c>teacher</c> or <c>student</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Kind of its machine; work is sent to machines of the kind that it was begun on.</summary>
    public required string Route { get; init; }

    /// <summary>Version of the messages that it understands.</summary>
    public required int Protocol { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it last said so, UTC.</summary>
    public required DateTimeOffset Seen { get; init; }

    /// <summary>What it held then, the longest held first.</summary>
    public IReadOnlyList<HeldWork> Holds { get; init; } = [];

    /// <summary>Pieces of work that it got done in a minute, counted since the word before; null at its first.</summary>
    public double? DonePerMinute { get; init; }

    /// <summary>Bytes of memory that it held then.</summary>
    public required long MemoryBytes { get; init; }
}

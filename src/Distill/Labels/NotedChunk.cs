namespace Distill.Labels;

/// <summary>The copy of a chunk in a log that counts.</summary>
/// <param name="Offset">Where it stands.</param>
/// <param name="Worker">Who made it, or <see langword="null"/> where the log does not tell.</param>
internal sealed record NotedChunk(long Offset, string? Worker);

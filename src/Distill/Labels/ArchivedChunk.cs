using System.Text.Json.Serialization;

namespace Distill.Labels;

/// <summary>Where a chunk stands in its view's file, and what its bytes must be.</summary>
/// <param name="Chunk">Index of the chunk in its view.</param>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">SHA-256 of those bytes in hex.</param>
/// <param name="Worker">Who made it, or <see langword="null"/> where the log did not tell.</param>
public sealed record ArchivedChunk(
    int Chunk, long Offset, int Length, string Sha256, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Worker = null);

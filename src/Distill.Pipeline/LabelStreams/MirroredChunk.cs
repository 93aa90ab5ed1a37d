namespace Distill.Pipeline.LabelStreams;

/// <summary>What a mirror knows of one record of a label stream.</summary>
/// <param name="View">The view, or -1 when a corrupt frame no longer says.</param>
/// <param name="Chunk">The chunk, or -1 when a corrupt frame no longer says.</param>
/// <param name="Worker">Who made it, or <see langword="null"/> when a corrupt frame no longer says.</param>
/// <param name="Position">Where its bytes are in the spill.</param>
/// <param name="Length">How many they are.</param>
/// <param name="Corrupt"><see langword="null"/> for a sound one; else what is wrong.</param>
internal sealed record MirroredChunk(int View, int Chunk, string? Worker, long Position, int Length, string? Corrupt);

namespace Distill.Pipeline.LabelStreams;

/// <summary>A frame in a stream, known well enough to see whether the stream is still the same one.</summary>
/// <param name="Offset">Its offset, as the broker gave it.</param>
/// <param name="Length">Its length.</param>
/// <param name="Sum">Its checksum.</param>
internal readonly record struct StreamPlace(long Offset, int Length, uint Sum);

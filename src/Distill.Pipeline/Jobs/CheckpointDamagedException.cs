namespace Distill.Pipeline.Jobs;

/// <summary>A stored checkpoint is gone or is not what was written. A run goes back to the one before; a report cannot.</summary>
/// <param name="message">One sentence for a person.</param>
public sealed class CheckpointDamagedException(string message) : Exception(message);

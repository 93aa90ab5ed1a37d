namespace Distill.Learning;

/// <summary>A run cannot go on; the message says why and what to change.</summary>
public sealed class TrainingException(string message) : Exception(message)
{
    /// <summary>Whether it is because the loss is no number any more.</summary>
    public bool IsDiverged { get; init; }
}

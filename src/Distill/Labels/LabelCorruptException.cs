namespace Distill.Labels;

/// <summary>
/// Stored labels are not what was written. The message names where they came from, the view, the chunk and the remedy.
/// </summary>
public sealed class LabelCorruptException : LabelException
{
    /// <summary>Only for serializers and tools; states nothing.</summary>
    public LabelCorruptException()
    {
    }

    /// <summary>Takes the sentence for the user.</summary>
    public LabelCorruptException(string message)
        : base(message)
    {
    }

    /// <summary>Takes the sentence for the user and what caused it.</summary>
    public LabelCorruptException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

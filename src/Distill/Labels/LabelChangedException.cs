namespace Distill.Labels;

/// <summary>
/// Labels that a student has learnt from are others now. Where a worker's labels were withdrawn, the student has to begin anew; otherwise
/// somebody has changed the store.
/// </summary>
public sealed class LabelChangedException : LabelException
{
    /// <summary>Only for serializers and tools; states nothing.</summary>
    public LabelChangedException()
    {
    }

    /// <summary>Takes the sentence for the user.</summary>
    public LabelChangedException(string message)
        : base(message)
    {
    }

    /// <summary>Takes the sentence for the user and what caused it.</summary>
    public LabelChangedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Distill.Labels;

/// <summary>
/// Labels that cannot be made or used as asked. The message is one sentence for a user: what, where, why, what to do.
/// </summary>
public class LabelException : Exception
{
    /// <summary>Only for serializers and tools; states nothing.</summary>
    public LabelException()
    {
    }

    /// <summary>Takes the sentence for the user.</summary>
    public LabelException(string message)
        : base(message)
    {
    }

    /// <summary>Takes the sentence for the user and what caused it.</summary>
    public LabelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

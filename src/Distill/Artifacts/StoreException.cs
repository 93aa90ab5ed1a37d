namespace Distill.Artifacts;

/// <summary>
/// The storage refused (no room, no permission, not reachable). The message is one sentence for a user: what failed,
/// where, why, and what to do. Nothing half-written is left behind.
/// </summary>
public sealed class StoreException : Exception
{
    /// <summary>Only for serializers and tools; states nothing.</summary>
    public StoreException()
    {
    }

    /// <summary>Takes the sentence for the user.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>Takes the sentence for the user and what caused it.</summary>
    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

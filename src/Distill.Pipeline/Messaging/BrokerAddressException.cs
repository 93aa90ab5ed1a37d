namespace Distill.Pipeline.Messaging;

/// <summary>
/// The broker's address cannot be used. The message is one sentence for a user and never shows the address itself, because a
/// password may be in it.
/// </summary>
public sealed class BrokerAddressException : Exception
{
    /// <summary>Only for serializers and tools; states nothing.</summary>
    public BrokerAddressException()
    {
    }

    /// <summary>Takes the sentence for the user.</summary>
    public BrokerAddressException(string message)
        : base(message)
    {
    }

    /// <summary>Takes the sentence for the user and what caused it.</summary>
    public BrokerAddressException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

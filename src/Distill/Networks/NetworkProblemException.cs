namespace Distill.Networks;

/// <summary>A network, its file or its weights are not what they have to be; the message is one sentence for the user.</summary>
public class NetworkProblemException : Exception
{
    /// <summary>Reports a problem.</summary>
    /// <param name="message">One sentence: what is wrong, where, and what to do.</param>
    public NetworkProblemException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a problem that another exception revealed.</summary>
    /// <param name="message">One sentence: what is wrong, where, and what to do.</param>
    /// <param name="innerException">What revealed it.</param>
    public NetworkProblemException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Distill.Data;

/// <summary>
/// A dataset cannot be used. The message is one sentence for the person who started the job: what is wrong, in which
/// file and where in it, and what to do.
/// </summary>
public sealed class DataProblemException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="innerException">The failure that revealed the problem, where there was one.</param>
    public DataProblemException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

namespace Distill.Data;

/// <summary>
/// A dataset cannot be used. The message is one sentence for the person who started the job: what is wrong, in which
/// file and where in it, and what to do.
/// </summary>
public sealed class DataProblemException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public DataProblemException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its sentence and the failure that revealed the problem.</summary>
    public DataProblemException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Distill.Reports;

/// <summary>A report or a metrics file that cannot be read; the message is one sentence for the user, with the place.</summary>
public sealed class ReportProblemException : Exception
{
    /// <summary>A problem that was found here.</summary>
    public ReportProblemException(string message)
        : base(message)
    {
    }

    /// <summary>A problem that another exception revealed.</summary>
    public ReportProblemException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

namespace Distill.Networks;

/// <summary>A safetensors file is broken or of a kind that cannot be read; the message is one sentence with file, place and remedy.</summary>
public sealed class SafetensorsException : Exception
{
    /// <summary>Reports a problem.</summary>
    /// <param name="message">One sentence: which file, what is wrong in it, what to do.</param>
    public SafetensorsException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a problem that another exception revealed.</summary>
    /// <param name="message">One sentence: which file, what is wrong in it, what to do.</param>
    /// <param name="innerException">What revealed it.</param>
    public SafetensorsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

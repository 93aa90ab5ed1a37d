namespace Distill.Tensors;

/// <summary>The first tensor of this process found no libtorch; the message says what to install.</summary>
public sealed class LibtorchMissingException : Exception
{
    /// <summary>The command that installs what is missing on Debian.</summary>
    public const string Remedy = "apt-get install --no-install-recommends libtorch-dev libopenblas0-pthread";

    /// <summary>Creates the exception; the last line of <paramref name="reason"/>, what the loader said, names the missing file.</summary>
    public LibtorchMissingException(string reason, Exception? inner = null)
        : base($"libtorch cannot be loaded ({reason.Trim().Split('\n')[^1]}): run '{Remedy}' or './distill doctor --fix'.", inner) { }
}

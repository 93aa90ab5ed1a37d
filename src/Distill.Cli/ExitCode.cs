namespace Distill.Cli;

/// <summary>What the program's exit code tells a script.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>A job or a command failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the job file or the data cannot be used as given; nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>The store, the broker or the service cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>No job or student of that name.</summary>
    public const int NotFound = 4;

    /// <summary>Ended by Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;
}

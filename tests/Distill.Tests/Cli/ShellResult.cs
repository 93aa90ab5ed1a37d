namespace Distill.Tests.Cli;

/// <summary>What a command has left: its exit code, its data (stdout) and its messages (stderr).</summary>
internal sealed record ShellResult(int ExitCode, string Out, string Error)
{
    /// <summary>All of it, for an approved text.</summary>
    public override string ToString() => $"exit code {ExitCode}\n── stdout\n{Out}\n── stderr\n{Error}";
}

using System.CommandLine;

namespace Distill.Cli.Commands;

/// <summary><c>distill retry</c>: goes on with a job that has failed.</summary>
internal static class Retry
{
    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "retry", "Go on with a job that has failed", [JobName.Required], call => JobChange.WriteAsync(
            call, "retry", (control, job, ct) => control.RetryAsync(job, ct), _ => "A worker goes on where it stopped; without one, running its job file again does."));
}

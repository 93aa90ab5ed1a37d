using System.CommandLine;

namespace Distill.Cli.Commands;

/// <summary><c>distill resume</c>: goes on with a job that was cancelled or has failed.</summary>
internal static class Resume
{
    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "resume", "Go on with a job that was cancelled or has failed", [JobName.Required], call => JobChange.WriteAsync(
            call, "resume", (control, job, ct) => control.ResumeAsync(job, ct), _ => "A worker goes on where it stopped; without one, running its job file again does."));
}

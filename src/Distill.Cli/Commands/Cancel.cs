using System.CommandLine;

namespace Distill.Cli.Commands;

/// <summary><c>distill cancel</c>: ends a job that has not ended.</summary>
internal static class Cancel
{
    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "cancel", "End a job that has not ended; what is done is kept", [JobName.Required], call => JobChange.WriteAsync(
            call, "cancel", (control, job, ct) => control.CancelAsync(job, ct), job => $"Workers stop at their next checkpoint; distill resume {job} goes on from there."));
}

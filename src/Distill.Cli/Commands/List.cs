using System.CommandLine;
using Distill.Cli.Screens;

namespace Distill.Cli.Commands;

/// <summary><c>distill list</c>: the jobs of the store.</summary>
internal static class List
{
    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "list", "List the jobs of the store, the latest first", [], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var jobs = await call.OpenJobs().ListAsync(call.Terminal.Interrupted);
        var rows = jobs.Select(JobRow.Of).ToList();
        call.Write(rows, _ => JobTable.Of(rows, call.Terminal.Time.GetUtcNow(), call.Out.Profile.Width));
        if (rows.Count == 0)
        {
            call.Say($"There is no job in {call.Settings.Store} yet: `distill run digits` makes the first one.");
        }

        return ExitCode.Ok;
    }
}

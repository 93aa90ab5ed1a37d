using System.CommandLine;

namespace Distill.Cli.Commands;

/// <summary><c>distill delete</c>: removes a job that has ended; its labels and its teacher stay.</summary>
internal static class Delete
{
    private static readonly Option<bool> s_yes = new("--yes", "-y") { Description = "Do not ask" };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "delete", "Remove a job that has ended, with its students and report; labels stay", [JobName.Required, s_yes], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var stop = call.Terminal.Interrupted;
        var jobs = call.OpenJobs();
        var job = (await jobs.GetAsync(call.Parse.GetRequiredValue(JobName.Required), stop)).Record;
        if (job.IsFinal && !call.Parse.GetValue(s_yes) && !await AgreesAsync(call, job.Name))
        {
            await call.Terminal.Error.WriteLineAsync("Nothing was deleted.");
            return ExitCode.Failed;
        }

        if (call.Remote is { } server)
        {
            (await server.SendAsync(HttpMethod.Delete, $"jobs/{job.Name}", body: null, stop))?.Dispose();
        }
        else
        {
            await call.OpenControl().DeleteAsync(job.Name, stop);
        }

        call.Write(new { Job = job.Name, Deleted = true }, _ => new Spectre.Console.Text($"{job.Name} is deleted."));
        call.Say("Its labels and its teacher stay in the store, for other jobs.");
        return ExitCode.Ok;
    }

    private static async Task<bool> AgreesAsync(Invocation call, string job)
    {
        if (!call.Terminal.InIsTerminal || !call.Terminal.ErrorIsTerminal)
        {
            throw new CommandException(ExitCode.BadInput, $"Deleting {job} cannot be undone, and there is no terminal to ask on; add --yes.");
        }

        await call.Terminal.Error.WriteAsync($"Delete {job} with its students and report? This cannot be undone. [y/N] ");
        var answer = await call.Terminal.In.ReadLineAsync(call.Terminal.Interrupted);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}

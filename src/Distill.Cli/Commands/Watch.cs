using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Pipeline.Progress;

namespace Distill.Cli.Commands;

/// <summary><c>distill watch</c>: a job that others work on, until it ends.</summary>
internal static class Watch
{
    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "watch", "Follow a job that others work on, until it ends", [JobName.OrLatest], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var (jobs, stop) = (call.OpenJobs(), call.Terminal.Interrupted);
        var job = (await jobs.GetAsync(call.Parse.GetValue(JobName.OrLatest), CancellationToken.None)).Record.Name;
        var heading = JobHeading.Of(await jobs.Records.SpecAsync(job, CancellationToken.None));
        try
        {
            var screen = JobScreens.For(call, heading, "Ctrl-C detaches; the job goes on.");
            var last = await screen.FollowAsync(new JobWatch(jobs.Records, call.Terminal.Time).FollowAsync(job, stop));
            return await JobEnd.WriteAsync(call, job, last);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (call.IsJson)
            {
                call.WriteJson(new RunDocument { Job = job, State = "detached" });
            }

            await call.Terminal.Error.WriteLineAsync($"Detached; the job goes on, and distill watch {job} follows it again.");
            return ExitCode.Interrupted;
        }
    }
}

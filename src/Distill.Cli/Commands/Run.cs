using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Jobs;
using Distill.Pipeline;

namespace Distill.Cli.Commands;

/// <summary><c>distill run</c>: a whole job in this process, from the job file to the verdict.</summary>
internal static class Run
{
    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "run", "Run a job in this process, or go on with it", JobFile.Symbols, RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var reading = JobFile.Read(call);
        if (reading.Job is not { } job)
        {
            return JobFile.Refuse(call, reading);
        }

        try
        {
            return await RunAsync(call, job.WithAbsolutePaths(), reading.Text);
        }
        catch (OperationCanceledException) when (call.Terminal.Interrupted.IsCancellationRequested)
        {
            if (call.IsJson)
            {
                call.WriteJson(new RunDocument { Job = job.Name, State = "interrupted" });
            }

            await call.Terminal.Error.WriteLineAsync("Interrupted. Everything is saved; run the same command to go on.");
            return ExitCode.Interrupted;
        }
    }

    // Leaving this method, for whatever reason, ends the host, which lets running work save its checkpoint first.
    private static async Task<int> RunAsync(Invocation call, JobSpec job, string yaml)
    {
        var stop = call.Terminal.Interrupted;
        var settings = call.HostSettings with { Broker = null, TeacherSlots = job.Labels.Slots };
        await using var host = await DistillHost.StartAsync(settings, call.Terminal.Time, stop);
        var name = await host.SubmitAsync(job, yaml, stop);
        var last = await JobScreens.For(call, JobHeading.Of(job), "Ctrl-C saves everything and stops.").FollowAsync(host.FollowAsync(name, stop));
        return await JobEnd.WriteAsync(call, name, last);
    }
}

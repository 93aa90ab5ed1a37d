using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Cli.Stored;
using Distill.Jobs;
using Distill.Pipeline;
using Distill.Pipeline.Jobs;

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
        var last = await Screen(call, job).FollowAsync(host.FollowAsync(name, stop));
        return last is { State: JobState.Finished } ? await FinishAsync(call, name) : Fail(call, name, last);
    }

    private static IJobScreen Screen(Invocation call, JobSpec job) => call switch
    {
        { Settings.Quiet: true } => new SilentJobScreen(),
        { Terminal.IsLive: true } => new LiveJobScreen(call.Error, JobHeading.Of(job)),
        _ => new PlainJobScreen(call.Terminal.Error, JobHeading.Of(job), call.Terminal.Time),
    };

    private static async Task<int> FinishAsync(Invocation call, string name)
    {
        var jobs = call.OpenJobs();
        var job = await jobs.GetAsync(name, CancellationToken.None);
        if (call.IsJson)
        {
            call.WriteJson(RunDocument.Of(job.Report!));
        }
        else
        {
            call.WriteLines(JobSummary.Of(job.Report!, jobs.Store.Describe(JobStore.PathOf(name, "report.html"))));
        }

        return ExitCode.Ok;
    }

    private static int Fail(Invocation call, string name, JobProgress? last)
    {
        var failure = last?.Failure ?? "The job ended without saying why.";
        if (call.IsJson)
        {
            call.WriteJson(new RunDocument { Job = name, State = (last?.State ?? JobState.Failed).ToString().ToLowerInvariant(), Seconds = last?.ElapsedSeconds, Failure = failure });
        }

        call.Terminal.Error.WriteLine(failure);
        return ExitCode.Failed;
    }
}

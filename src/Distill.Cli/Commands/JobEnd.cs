using Distill.Cli.Screens;
using Distill.Jobs;
using Distill.Pipeline.Alerts;
using Distill.Pipeline.Jobs;

namespace Distill.Cli.Commands;

/// <summary>The last words about a job that somebody ran or watched, and the exit code that goes with them.</summary>
internal static class JobEnd
{
    /// <param name="call">The call.</param>
    /// <param name="name">The job.</param>
    /// <param name="last">The last that was seen of it; null where nothing was.</param>
    public static async Task<int> WriteAsync(Invocation call, string name, JobProgress? last)
    {
        var code = last is { State: JobState.Finished } ? await FinishAsync(call, name) : Fail(call, name, last);
        await foreach (var happened in new JobEvents(call.OpenJobs().Records, JobEvents.ThisProcess, call.Terminal.Time).ListAsync(name, CancellationToken.None))
        {
            if (happened.Kind == AlertBook.EventKind && happened.Sentence != last?.Failure)
            {
                call.Say($"Alert: {happened.Sentence}");
            }
        }

        return code;
    }

    private static async Task<int> FinishAsync(Invocation call, string name)
    {
        var jobs = call.OpenJobs();
        var job = await jobs.GetAsync(name, CancellationToken.None);
        if (job.Report is not { } report)
        {
            // A job that only wanted its labels has nothing to report.
            call.Write(new RunDocument { Job = name, State = job.StateName }, document => new Spectre.Console.Text($"{document.Job} is {document.State}."));
        }
        else if (call.IsJson)
        {
            call.WriteJson(RunDocument.Of(report));
        }
        else
        {
            call.WriteLines(JobSummary.Of(report, jobs.Store.Describe(JobStore.PathOf(name, "report.html"))));
        }

        return ExitCode.Ok;
    }

    private static int Fail(Invocation call, string name, JobProgress? last)
    {
        var failure = last switch
        {
            { State: JobState.Cancelled } => $"The job {name} was cancelled; distill resume {name} goes on with it.",
            _ => last?.Failure ?? "The job ended without saying why.",
        };
        if (call.IsJson)
        {
            call.WriteJson(new RunDocument { Job = name, State = (last?.State ?? JobState.Failed).ToString().ToLowerInvariant(), Seconds = last?.ElapsedSeconds, Failure = failure });
        }

        call.Terminal.Error.WriteLine(failure);
        return ExitCode.Failed;
    }
}

using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Reports;

namespace Distill.Cli.Commands;

/// <summary><c>distill show</c>: one job.</summary>
internal static class Show
{
    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "show", "Show what came of a job", [JobName.OrLatest], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var jobs = call.OpenJobs();
        var job = await jobs.GetAsync(call.Parse.GetValue(JobName.OrLatest), call.Terminal.Interrupted);
        switch (job)
        {
            case { Report: { } report } when call.IsJson:
                call.WriteText(ReportJson.Write(report));
                break;
            case { Report: { } report }:
                call.WriteLines(JobSummary.Of(report, jobs.Store.Describe(JobStore.PathOf(job.Record.Name, "report.html"))));
                break;
            default:
                call.Write(job.Record, record => new Spectre.Console.Text(record.Failure is { } failure ? $"{record.Name} {job.StateName}: {failure}" : $"{record.Name} is {job.StateName}."));
                if (job.Record.State != JobState.Finished)
                {
                    call.Say("Running the same job file again goes on where it stopped.");
                }

                break;
        }

        return ExitCode.Ok;
    }
}

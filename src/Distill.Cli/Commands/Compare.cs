using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Pipeline.Jobs;

namespace Distill.Cli.Commands;

/// <summary><c>distill compare</c>: jobs side by side.</summary>
internal static class Compare
{
    private const int MostJobs = 16;

    public static Argument<string[]> Jobs { get; } = new("jobs")
    {
        Description = "The names of two jobs or more",
        Arity = new ArgumentArity(2, MostJobs),
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "compare", "Show in which settings jobs differ, and what came of each", [Jobs], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var stop = call.Terminal.Interrupted;
        var jobs = call.OpenJobs();
        var columns = new List<ComparedJob>();
        foreach (var name in call.Parse.GetRequiredValue(Jobs))
        {
            var job = await jobs.GetAsync(name, stop);
            columns.AddRange(ComparedJob.Of(job.Record, job.Report, await jobs.Records.SpecAsync(job.Record.Name, stop)));
        }

        var comparison = Comparison.Of(columns);
        call.Write(comparison, ComparisonTable.Of);
        if (comparison.Settings.Count == 0)
        {
            call.Say("The jobs do not differ in any setting.");
        }

        return ExitCode.Ok;
    }
}

using System.CommandLine;
using Distill.Artifacts;
using Distill.Cli.Screens;
using Distill.Cli.Stored;

namespace Distill.Cli.Commands.Students;

/// <summary><c>distill students list</c>: the finished students of one job or of all.</summary>
internal static class List
{
    private static readonly Argument<string?> s_job = new("job")
    {
        Description = "The job's name; without one, every job",
        DefaultValueFactory = _ => null,
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "list", "List finished students", [s_job], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var stop = call.Terminal.Interrupted;
        var jobs = call.OpenJobs();
        var names = call.Parse.GetValue(s_job) is { } named
            ? [named]
            : (await jobs.ListAsync(stop)).Where(job => job.Outcome is not null).Select(job => job.Name);
        var rows = new List<StudentRow>();
        foreach (var name in names)
        {
            rows.AddRange((await jobs.StudentsAsync(await jobs.GetAsync(name, stop), stop)).Select(student => StudentRow.Of(student, jobs.Store)));
        }

        call.Write(rows, StudentTable.Of);
        return ExitCode.Ok;
    }
}

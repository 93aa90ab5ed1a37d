using System.CommandLine;

namespace Distill.Cli.Commands.Students;

/// <summary><c>distill students verify</c>: whether every file of a job's students is still what was written.</summary>
internal static class Verify
{
    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "verify", "Hash a job's students again", [StudentsOf.Job, StudentsOf.Student, StudentsOf.Seed], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var jobs = call.OpenJobs();
        var problems = new List<string>();
        var files = 0;
        foreach (var student in await StudentsOf.GetAsync(call, jobs))
        {
            problems.AddRange(await student.Folder.VerifyAsync(student.Manifest, call.Terminal.Interrupted));
            files += student.Manifest.Files.Count;
        }

        var job = call.Parse.GetRequiredValue(StudentsOf.Job);
        if (call.IsJson)
        {
            call.WriteJson(new { Job = job, Intact = problems.Count == 0, Files = files, Problems = problems });
        }
        else if (problems.Count == 0)
        {
            call.WriteText($"{job}: {Screens.Figures.Of(files, "file")} as written.");
        }

        foreach (var problem in problems)
        {
            await call.Terminal.Error.WriteLineAsync(problem);
        }

        return problems.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}

using System.CommandLine;
using Distill.Cli.Stored;

namespace Distill.Cli.Commands.Students;

/// <summary><c>distill students pull</c>: a student, out of the store and proved whole.</summary>
internal static class Pull
{
    private static readonly Option<string?> s_to = new("--to") { Description = "Folder to copy to; the job's name by default", HelpName = "folder" };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "pull", "Copy a finished student and check its SHA-256 sums", [StudentsOf.Job, StudentsOf.Student, StudentsOf.Seed, s_to], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var jobs = call.OpenJobs();
        var students = await StudentsOf.GetAsync(call, jobs);
        var student = students[0];
        var folder = call.Parse.GetValue(s_to) ?? student.Job;
        var files = await StudentCopy.ToAsync(folder, student, jobs.Store, call.Terminal.Interrupted);
        if (call.IsJson)
        {
            call.WriteJson(new { student.Job, Student = student.Name, student.Report.Seed, Folder = Path.GetFullPath(folder), student.Report.Student.Sha256, student.Manifest.Files });
        }
        else
        {
            call.WriteText(string.Join('\n', files));
        }

        var names = students.Select(other => other.Name).Distinct().ToList();
        if (names.Count > 1)
        {
            call.Say($"This is the student {student.Name}; --student takes another one of {string.Join(", ", names)}.");
        }

        var seeds = students.Where(other => other.Name == student.Name).Select(other => other.Report.Seed).ToList();
        if (seeds.Count > 1)
        {
            call.Say($"This is the student of seed {student.Report.Seed}; --seed takes another one of {string.Join(", ", seeds)}.");
        }

        return ExitCode.Ok;
    }
}

using System.CommandLine;
using Distill.Cli.Stored;
using Distill.Wording;

namespace Distill.Cli.Commands.Students;

/// <summary>The students that a command is about: those of one job, or one of them by its seed.</summary>
internal static class StudentsOf
{
    public static Argument<string> Job => JobName.Required;

    public static Option<int?> Seed { get; } = new("--seed") { Description = "The student of this seed only", HelpName = "number" };

    public static Option<string?> Student { get; } = new("--student") { Description = "The student of this name only, where a job has several", HelpName = "name" };

    /// <exception cref="CommandException">The job has no finished student, or none of that name or seed.</exception>
    public static async Task<IReadOnlyList<StoredStudent>> GetAsync(Invocation call, StoredJobs jobs)
    {
        var job = await jobs.GetAsync(call.Parse.GetRequiredValue(Job), call.Terminal.Interrupted);
        var students = await jobs.StudentsAsync(job, call.Terminal.Interrupted);
        if (call.Parse.GetValue(Student) is { } name)
        {
            var names = students.Select(student => student.Name).Distinct().ToList();
            students = names.Contains(name)
                ? [.. students.Where(student => student.Name == name)]
                : throw new CommandException(ExitCode.NotFound, $"The job {job.Record.Name} has no student \"{name}\"{(Suggestion.For(name, names) is { Length: > 0 } advice ? advice : $"; its students are {string.Join(", ", names)}.")}");
        }

        if (call.Parse.GetValue(Seed) is not { } wanted)
        {
            return students;
        }

        return students.Where(student => student.Report.Seed == wanted).ToList() is { Count: > 0 } found
            ? found
            : throw new CommandException(ExitCode.NotFound, $"The job {job.Record.Name} has no student of seed {wanted}; its seeds are {string.Join(", ", students.Select(student => student.Report.Seed).Distinct())}.");
    }
}

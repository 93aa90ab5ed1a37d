using System.CommandLine;
using Distill.Jobs;

namespace Distill.Cli.Commands;

/// <summary>The job that <c>run</c>, <c>validate</c> and <c>estimate</c> take, and what they say when it cannot be used.</summary>
internal static class JobFile
{
    private static readonly Argument<string> s_job = new("job")
    {
        Description = $"A job file, or a bundled job: {string.Join(", ", JobExamples.Names)}",
    };

    private static readonly Option<string[]> s_overrides = new("--set")
    {
        Description = "Override a setting of the job file, such as training.epochs=3; can be repeated",
        HelpName = "key=value",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    public static IReadOnlyList<Symbol> Symbols { get; } = [s_job, s_overrides];

    public static string NameOf(Invocation call) => call.Parse.GetRequiredValue(s_job);

    /// <summary>The text of the job and its overrides, for a server that reads them itself.</summary>
    public static (string Yaml, IReadOnlyList<string> Overrides) TextOf(Invocation call)
    {
        var reading = JobReader.Open(NameOf(call), []);
        return reading.Text.Length > 0 ? (reading.Text, call.Parse.GetRequiredValue(s_overrides)) : throw new CommandException(ExitCode.BadInput, string.Join('\n', reading.Problems));
    }

    /// <summary>Reads the job and checks it against the data and the networks that it names.</summary>
    public static JobReading Read(Invocation call)
    {
        var reading = JobReader.Open(NameOf(call), call.Parse.GetRequiredValue(s_overrides));
        return JobCheck.Of(reading with { Job = reading.Job is { } job ? job with { ModelsFolder = call.Settings.Models } : null });
    }

    /// <summary>Lists every problem of a job file.</summary>
    /// <returns>The exit code.</returns>
    public static int Refuse(Invocation call, JobReading reading)
    {
        if (call.IsJson)
        {
            call.WriteJson(new { Valid = false, reading.Problems });
        }

        foreach (var problem in reading.Problems)
        {
            call.Terminal.Error.WriteLine(problem);
        }

        call.Say($"{Screens.Figures.Of(reading.Problems.Count, "problem")}. Nothing was started.");
        return ExitCode.BadInput;
    }
}

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

    /// <summary>The overrides, for a server that reads the job itself.</summary>
    public static IReadOnlyList<string> OverridesOf(Invocation call) => call.Parse.GetRequiredValue(s_overrides);

    /// <summary>Reads the job and checks it against the data and the networks that it names.</summary>
    public static JobReading Read(Invocation call)
    {
        var reading = JobReader.Open(NameOf(call), OverridesOf(call));
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

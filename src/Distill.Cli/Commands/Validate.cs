using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Jobs;

namespace Distill.Cli.Commands;

/// <summary><c>distill validate</c>: everything that is wrong with a job file, at once.</summary>
internal static class Validate
{
    private static readonly Option<bool> s_print = new("--print") { Description = "Show every value and where it comes from" };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "validate", "Check a job file and start nothing", [.. JobFile.Symbols, s_print], call => Task.FromResult(Run(call)));

    private static int Run(Invocation call)
    {
        var reading = JobFile.Read(call);
        if (reading.Job is not { } job)
        {
            return JobFile.Refuse(call, reading);
        }

        if (call.IsJson)
        {
            call.WriteJson(new { Valid = true, reading.Problems, Job = job });
        }
        else
        {
            call.WriteText(call.Parse.GetValue(s_print)
                ? JobWriter.WriteWithOrigins(reading)
                : $"{JobFile.NameOf(call)} is valid: job {job.Name}   {JobHeading.Of(job)}");
        }

        return ExitCode.Ok;
    }
}

using System.CommandLine;

namespace Distill.Cli.Commands;

/// <summary>The name of a job of the store, on the command line.</summary>
internal static class JobName
{
    public static Argument<string> Required { get; } = new("job") { Description = "The job's name" };

    public static Argument<string?> OrLatest { get; } = new("job")
    {
        Description = "The job's name; without one, the latest job",
        DefaultValueFactory = _ => null,
    };
}

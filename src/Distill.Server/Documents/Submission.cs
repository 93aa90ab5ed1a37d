using System.ComponentModel;
using Distill.Pipeline.Inputs;
using Distill.Pipeline.Jobs;

namespace Distill.Server.Documents;

/// <summary>A job that somebody wants done, checked or estimated.</summary>
internal sealed record Submission
{
    [Description("The job file, as YAML.")]
    public required string Yaml { get; init; }

    [Description("Overrides, as --set takes them: training.epochs=3.")]
    public IReadOnlyList<string> Set { get; init; } = [];

    [Description("How urgent it is.")]
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    [Description("What of its files was sent to this server before, by putInput; without it paths are those of the server's machine.")]
    public JobInputs? Inputs { get; init; }

    [Description("Whether only its labels are wanted.")]
    public bool LabelsOnly { get; init; }
}

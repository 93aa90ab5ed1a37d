using Distill.Pipeline.Jobs;

namespace Distill.Server.Documents;

/// <summary>A student of a job in a list; its figures are null before it is trained.</summary>
internal sealed record StudentSummary(string Name, string Network, double? Accuracy, double? Baseline, string? Verdict)
{
    public static StudentSummary Of(StudentOutcome outcome) => new(outcome.Name, outcome.Network, outcome.Accuracy, outcome.Baseline, outcome.Verdict);
}

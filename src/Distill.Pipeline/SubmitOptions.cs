using Distill.Pipeline.Inputs;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline;

/// <summary>How a job is to be done, beside what its file says.</summary>
public sealed record SubmitOptions
{
    /// <summary>How urgent it is.</summary>
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>Told how far the upload of the job's files is; nobody by default.</summary>
    public IProgress<InputProgress>? Uploaded { get; init; }

    /// <summary>What of the job's files is in the store already; null has them sent from this machine, where others need them.</summary>
    public JobInputs? Inputs { get; init; }

    /// <summary>Whether only its label store is to be filled.</summary>
    public bool LabelsOnly { get; init; }
}

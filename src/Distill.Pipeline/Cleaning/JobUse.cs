using Distill.Jobs;

namespace Distill.Pipeline.Cleaning;

/// <summary>What a job of the store needs.</summary>
/// <param name="Name">The job.</param>
/// <param name="State">How far it is.</param>
/// <param name="Ended">When it ended; null while it has not.</param>
/// <param name="Labels">Fingerprint of its label set; null while that is not known.</param>
/// <param name="Model">Its teacher; null while that is not known.</param>
/// <param name="Inputs">Ids of its dataset and weights.</param>
/// <param name="Checkpoints">Paths of the checkpoints that its heads name.</param>
internal sealed record JobUse(
    string Name, JobState State, DateTimeOffset? Ended, string? Labels, string? Model, IReadOnlyList<string> Inputs, IReadOnlyList<string> Checkpoints)
{
    /// <summary>Whether it may yet take up a teacher and labels that nobody names.</summary>
    public bool IsUndecided => Labels is null && !State.IsFinal();
}

using Distill.Jobs;

namespace Distill.Server.Documents;

/// <summary>Whether a job file can be used, and everything that is wrong with it.</summary>
/// <param name="Valid">Whether it can.</param>
/// <param name="Job">The job's name; null where there is none.</param>
/// <param name="Resolved">The job with every setting; null where it cannot be used.</param>
/// <param name="Problems">What a person has to change, with line and column.</param>
internal sealed record JobProblems(bool Valid, string? Job, string? Resolved, IReadOnlyList<JobProblem> Problems);

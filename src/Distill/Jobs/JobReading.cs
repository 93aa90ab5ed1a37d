namespace Distill.Jobs;

/// <summary>What came of reading a job file: the job, or everything that is wrong with it.</summary>
/// <param name="Job">The complete job; <see langword="null"/> exactly when there are problems.</param>
/// <param name="Problems">All problems at once, in the order of the file.</param>
public sealed record JobReading(JobSpec? Job, IReadOnlyList<JobProblem> Problems);

namespace Distill.Server.Documents;

/// <summary>A page of what happened to a job, the oldest first.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Job">The job.</param>
/// <param name="Notes">What happened.</param>
/// <param name="Next">What <c>after</c> has to be for the next page; null on the last one.</param>
internal sealed record JobLog(int Version, string Job, IReadOnlyList<JobNote> Notes, string? Next);

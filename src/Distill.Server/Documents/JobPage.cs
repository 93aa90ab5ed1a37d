namespace Distill.Server.Documents;

/// <summary>A page of the list of jobs.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Jobs">The jobs of the page.</param>
/// <param name="Total">Jobs on all pages.</param>
/// <param name="Next">What <c>after</c> has to be for the next page; null on the last one.</param>
/// <param name="LastEvent">The last event of the stream of all jobs that the page counts in: from there on a listener misses nothing.</param>
internal sealed record JobPage(int Version, IReadOnlyList<JobSummary> Jobs, int Total, string? Next, string LastEvent);

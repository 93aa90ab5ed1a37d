namespace Distill.Server.Documents;

/// <summary>The files of a job.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Job">The job.</param>
/// <param name="Files">The files, those of each student together.</param>
internal sealed record ArtifactList(int Version, string Job, IReadOnlyList<ArtifactEntry> Files);

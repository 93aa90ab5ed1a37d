namespace Distill.Server.Documents;

/// <summary>A file of a job.</summary>
/// <param name="Path">Its path below the job's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Written">When it was written.</param>
/// <param name="Sha256">Its SHA-256 as the manifest beside it says; null for a file that is in none.</param>
/// <param name="Href">Where it is downloaded.</param>
internal sealed record ArtifactEntry(string Path, long Bytes, DateTimeOffset Written, string? Sha256, string Href);

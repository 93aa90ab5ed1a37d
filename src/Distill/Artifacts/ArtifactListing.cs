namespace Distill.Artifacts;

/// <summary>What a listing says of an artifact.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Written">When its content was last written, by the store's own clock.</param>
public sealed record ArtifactListing(string Path, long Bytes, DateTimeOffset Written);

namespace Distill.Artifacts;

/// <summary>What a store held at one moment.</summary>
/// <param name="Content">All bytes.</param>
/// <param name="ETag">
/// Names exactly this content for <see cref="IArtifactStore.ReplaceAsync"/>. Opaque: a folder uses the SHA-256 of the
/// content, a cloud store its own version mark.
/// </param>
public sealed record StoredArtifact(ReadOnlyMemory<byte> Content, string ETag);

namespace Distill.Artifacts;

/// <summary>One file that a manifest vouches for.</summary>
/// <param name="Path">The file's path below the manifest's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The SHA-256 of its content, in lower-case hex.</param>
public sealed record ManifestFile(string Path, long Bytes, string Sha256);

using Distill.Artifacts;

namespace Distill.Server.Documents;

/// <summary>What lies in the store below a prefix.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Files">The files.</param>
internal sealed record StoreListing(int Version, IReadOnlyList<ArtifactListing> Files);

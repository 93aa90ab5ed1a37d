using Distill.Artifacts;

namespace Distill.Pipeline.Cleaning;

/// <summary>All that a cleaning is decided on.</summary>
/// <param name="Artifacts">Everything in the store.</param>
/// <param name="Jobs">What its jobs need.</param>
/// <param name="Parts">The parts that each manifest of an input, or of an upload on its way, lists; by the path of the manifest.</param>
/// <param name="Recipes">The model that each recipe has led to, by the path of the recipe.</param>
internal sealed record StoreContents(
    IReadOnlyList<ArtifactListing> Artifacts,
    IReadOnlyList<JobUse> Jobs,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Parts,
    IReadOnlyDictionary<string, string> Recipes);

namespace Distill.Server.Documents;

/// <summary>The label sets of a store.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Labels">The label sets, the largest first.</param>
internal sealed record LabelList(int Version, IReadOnlyList<LabelSetSummary> Labels);

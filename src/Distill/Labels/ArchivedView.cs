namespace Distill.Labels;

/// <summary>The index of a complete view: its existence says that the view is complete and settled for good.</summary>
/// <param name="Version">Version of this record, 1.</param>
/// <param name="Fingerprint">The label set.</param>
/// <param name="View">The view.</param>
/// <param name="Chunks">All chunks of the view, in order.</param>
public sealed record ArchivedView(int Version, string Fingerprint, int View, IReadOnlyList<ArchivedChunk> Chunks);

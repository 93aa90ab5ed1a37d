namespace Distill.Labels;

/// <summary>What a label set's folder holds the labels of.</summary>
/// <param name="Version">Version of this record, 1.</param>
/// <param name="Fingerprint">The label set.</param>
/// <param name="Parts">Every deciding part, by name.</param>
internal sealed record LabelManifest(int Version, string Fingerprint, IReadOnlyDictionary<string, string> Parts)
{
    public static LabelManifest Of(LabelSet set) =>
        new(1, set.Fingerprint, set.Parts.ToDictionary(part => part.Name, part => part.Value));
}

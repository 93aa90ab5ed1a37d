namespace Distill.Labels;

/// <summary>Where the labels of a set are in a store.</summary>
public static class LabelPaths
{
    /// <summary>The folder of a label set, with a slash at its end.</summary>
    public static string Folder(LabelSet set) => $"labels/{set.Fingerprint}/";

    /// <summary>The deciding parts of the set.</summary>
    public static string Manifest(LabelSet set) => Folder(set) + "manifest.json";

    /// <summary>The resting levels that all its activation orders were computed with.</summary>
    public static string Calibration(LabelSet set) => Folder(set) + "calibration.json";

    /// <summary>All chunks of a complete view, one after another.</summary>
    public static string View(LabelSet set, int view) => $"{Folder(set)}view-{view:000}.labels";

    /// <summary>The index of a complete view.</summary>
    public static string ViewIndex(LabelSet set, int view) => ViewIndex(set.Fingerprint, view);

    internal static string ViewIndex(string fingerprint, int view) => $"labels/{fingerprint}/view-{view:000}.json";
}

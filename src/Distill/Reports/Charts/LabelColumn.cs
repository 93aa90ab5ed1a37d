namespace Distill.Reports.Charts;

/// <summary>Moves labels in one column apart so that none covers another, each as near as possible to where it belongs.</summary>
internal static class LabelColumn
{
    /// <param name="wanted">Where each label belongs, in pixels from the top.</param>
    /// <param name="gap">The least distance of two labels, in pixels.</param>
    /// <param name="bottom">No label goes below this, as long as they all fit above it.</param>
    /// <returns>Where each label goes, in the order of <paramref name="wanted"/>.</returns>
    public static double[] Spread(IReadOnlyList<double> wanted, double gap, double bottom)
    {
        var placed = wanted.ToArray();
        var order = Enumerable.Range(0, placed.Length).OrderBy(i => placed[i]).ToArray();
        for (var i = 1; i < order.Length; i++)
        {
            placed[order[i]] = Math.Max(placed[order[i]], placed[order[i - 1]] + gap);
        }

        // Pushing down may have left the column; the way back up keeps the order.
        var limit = bottom;
        foreach (var label in order.Reverse())
        {
            placed[label] = Math.Min(placed[label], limit);
            limit = placed[label] - gap;
        }

        return placed;
    }
}

namespace Distill.Cli.Screens;

/// <summary>A curve as one short word: <c>▇▅▄▃▃▂▂▂</c>.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>The curve's points, thinned to the width by taking the last one of each piece.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        var finite = values.Where(double.IsFinite).ToList();
        if (finite.Count == 0)
        {
            return "";
        }

        var points = Math.Min(width, finite.Count);
        var shown = Enumerable.Range(1, points).Select(point => finite[(point * finite.Count / points) - 1]).ToList();
        var (low, high) = (shown.Min(), shown.Max());
        return string.Concat(shown.Select(value => Levels[high > low ? (int)Math.Round((value - low) / (high - low) * (Levels.Length - 1)) : 0]));
    }
}

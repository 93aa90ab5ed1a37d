using Distill.Reports.Markup;

namespace Distill.Reports.Charts;

/// <summary>The gain of each seed as a dot on a scale around zero, and below them their mean with its 95 % interval.</summary>
internal static class GainChart
{
    private const int Row = 22;

    /// <summary>The chart as a figure; empty below two seeds, where the headline says all.</summary>
    public static Html Render(VerdictReport verdict, IReadOnlyList<int> seeds)
    {
        if (verdict is not { MeanGain: { } mean, Margin: { } margin } || verdict.Gains.Count != seeds.Count)
        {
            return Html.Empty;
        }

        var axis = Axis.Around([0, .. verdict.Gains, mean - margin, mean + margin], intervals: 5);
        var height = (verdict.Gains.Count + 1) * Row;
        return Html.Of($"""
            <figure class="chart gain">
            <figcaption><b>Gain over the student trained alone</b> <span>percentage points of accuracy, one dot per seed; the bar is the 95 % interval of the mean</span></figcaption>
            <div class="plot"><svg role="img" height="{height}"><title>Gain of each seed in percentage points</title><desc>{Describe(verdict, seeds)}</desc>
            {Html.Lines(axis.Ticks.Select(tick => Tick(axis, tick, height)))}
            {Html.Lines(seeds.Zip(verdict.Gains).Select((pair, row) => Seed(axis, pair.First, pair.Second, row)))}
            {Mean(axis, mean, margin, height - (Row / 2))}
            </svg></div>
            </figure>
            """);
    }

    private static string Describe(VerdictReport verdict, IReadOnlyList<int> seeds) =>
        string.Join(", ", seeds.Zip(verdict.Gains).Select(pair => $"seed {pair.First}: {Figures.Points(pair.Second)}"))
        + $"; mean {Figures.Points(verdict.MeanGain)}, 95 % interval {Interval(verdict)}.";

    /// <summary>The 95 % interval of the mean gain: <c>+1.41 to +3.21</c>.</summary>
    public static string Interval(VerdictReport verdict) =>
        $"{Figures.Points(verdict.MeanGain - verdict.Margin)} to {Figures.Points(verdict.MeanGain + verdict.Margin)}";

    private static Html Tick(Axis axis, double tick, int height)
    {
        var zero = Math.Abs(tick) < axis.Step / 2;
        return Html.Of($"""<line class="{(zero ? "zero" : "grid")}" x1="{At(axis, tick)}" x2="{At(axis, tick)}" y2="{height}"/><text class="tick" x="{At(axis, tick)}" y="{height}" dy="1.5em" text-anchor="middle">{(tick > 0 && !zero ? "+" : "")}{axis.Label(tick)}</text>""");
    }

    private static Html Seed(Axis axis, int seed, double gain, int row)
    {
        var y = (row * Row) + (Row / 2);
        return Html.Of($"""<text class="tick" x="-8" y="{y}" dy=".32em" text-anchor="end">seed {seed}</text><line class="stem" x1="{At(axis, 0)}" x2="{At(axis, gain)}" y1="{y}" y2="{y}"/><circle class="student" cx="{At(axis, gain)}" cy="{y}" r="4"/><text class="tick" x="100%" dx="9" y="{y}" dy=".32em">{Figures.Points(gain)}</text>""");
    }

    private static Html Mean(Axis axis, double mean, double margin, int y) => Html.Of(
        $"""<text class="end" x="-8" y="{y}" dy=".32em" text-anchor="end">mean</text><line class="interval" x1="{At(axis, mean - margin)}" x2="{At(axis, mean + margin)}" y1="{y}" y2="{y}"/><circle class="mean" cx="{At(axis, mean)}" cy="{y}" r="5"/><text class="end" x="100%" dx="9" y="{y}" dy=".32em">{Figures.Points(mean)}</text>""");

    private static string At(Axis axis, double value) => FormattableString.Invariant($"{100 * axis.Place(value):0.##}%");
}

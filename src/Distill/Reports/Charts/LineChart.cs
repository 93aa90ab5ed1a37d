using Distill.Reports.Markup;

namespace Distill.Reports.Charts;

/// <summary>Curves over epochs as SVG that fills any width: lines stretch, text and strokes keep their size.</summary>
/// <remarks>
/// Heights are pixels, widths are per cent. Only the lines sit in an inner drawing that is stretched; labels and ticks are
/// placed in the outer one. So the same chart is legible on a phone and on paper without a script.
/// </remarks>
internal sealed record LineChart
{
    /// <summary>What is drawn; the heading of the figure.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence below the heading that says what the figure means.</summary>
    public string Note { get; init; } = "";

    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>The height of the plot, without its axis labels, in pixels.</summary>
    public int Height { get; init; } = 150;

    /// <summary>A value drawn as a level line with its role's style, for example the accuracy of the teacher.</summary>
    public (ModelRole Role, double Value)? Reference { get; init; }

    /// <summary>How the value at the end of a line is written.</summary>
    public Func<double, string> Format { get; init; } = value => Figures.Number(value, 2);

    /// <summary>The chart as a figure; empty when there is nothing to draw.</summary>
    public Html Render()
    {
        var points = Series.SelectMany(series => series.Runs).SelectMany(run => run).Where(point => double.IsFinite(point.Y)).ToList();
        if (points.Count == 0)
        {
            return Html.Empty;
        }

        var x = Axis.Whole(points.Max(point => point.X));
        var y = Axis.Around(points.Select(point => point.Y).Concat(Reference is { } reference ? [reference.Value] : []));
        return Html.Of($"""
            <figure class="chart">
            <figcaption><b>{Title}</b>{(Note.Length > 0 ? Html.Of($" <span>{Note}</span>") : Html.Empty)}</figcaption>
            <div class="plot"><svg role="img" height="{Height}"><title>{Title}</title><desc>{Describe()}</desc>
            {Html.Lines(y.Ticks.Select(tick => LevelTick(y, tick)))}
            {Html.Lines(x.Ticks.Select(tick => EpochTick(x, tick)))}
            <text class="tick" x="100%" y="{Height}" dx="9" dy="1.5em">epochs</text>
            <svg viewBox="0 0 1000 {Height}" width="100%" height="{Height}" preserveAspectRatio="none">
            {Html.Lines(Lines(x, y))}
            </svg>
            {Html.Lines(Ends(x, y))}
            </svg></div>
            </figure>
            """);
    }

    private string Describe()
    {
        var curves = Series
            .Select(series => (series.Name, Points: series.Mean.Where(point => double.IsFinite(point.Y)).ToList()))
            .Where(curve => curve.Points.Count > 0)
            .Select(curve => $"{curve.Name}: {Format(curve.Points[0].Y)} at epoch {curve.Points[0].X:0}, {Format(curve.Points[^1].Y)} at epoch {curve.Points[^1].X:0}.");
        var level = Reference is { } reference ? [$"{Name(reference.Role)}: {Format(reference.Value)}."] : Array.Empty<string>();
        return string.Join(' ', curves.Concat(level));
    }

    private Html LevelTick(Axis y, double tick) => Html.Of(
        $"""<line class="grid" x2="100%" y1="{Down(y, tick):0.#}" y2="{Down(y, tick):0.#}"/><text class="tick" x="-8" y="{Down(y, tick):0.#}" dy=".32em" text-anchor="end">{y.Label(tick)}</text>""");

    private Html EpochTick(Axis x, double tick) => Html.Of(
        $"""<text class="tick" x="{100 * x.Place(tick):0.##}%" y="{Height}" dy="1.5em" text-anchor="middle">{x.Label(tick)}</text>""");

    private IEnumerable<Html> Lines(Axis x, Axis y)
    {
        if (Reference is { } reference)
        {
            yield return Html.Of($"""<path class="line {Name(reference.Role)}" d="M0 {Down(y, reference.Value):0.#}H1000"/>""");
        }

        foreach (var series in Series)
        {
            if (series.Runs.Count > 1)
            {
                foreach (var run in series.Runs)
                {
                    yield return Html.Of($"""<path class="line faint {series.Name}" d="{Path(run, x, y)}"/>""");
                }
            }

            yield return Html.Of($"""<path class="line {series.Name}" d="{Path(series.Mean, x, y)}"/>""");
        }
    }

    private string Path(IReadOnlyList<(double X, double Y)> points, Axis x, Axis y)
    {
        var path = new System.Text.StringBuilder();
        var pen = 'M';
        foreach (var point in points)
        {
            if (!double.IsFinite(point.Y))
            {
                pen = 'M';
                continue;
            }

            path.Append($"{pen}{1000 * x.Place(point.X):0.#} {Down(y, point.Y):0.#}");
            pen = 'L';
        }

        return path.ToString();
    }

    // A dot and a label where each line ends; the label moves when another would cover it, the dot does not.
    private IEnumerable<Html> Ends(Axis x, Axis y)
    {
        var ends = Series
            .Select(series => (series.Name, Last: series.Mean.LastOrDefault(point => double.IsFinite(point.Y), (X: double.NaN, Y: 0))))
            .Where(end => double.IsFinite(end.Last.X))
            .Select(end => (end.Name, end.Last.X, end.Last.Y, Dot: true))
            .ToList();
        if (Reference is { } reference)
        {
            ends.Add((Name(reference.Role), x.To, reference.Value, Dot: false));
        }

        var places = LabelColumn.Spread([.. ends.Select(end => Down(y, end.Y))], gap: 15, bottom: Height - 4);
        foreach (var (end, place) in ends.Zip(places))
        {
            var dot = Html.Of($"""<circle class="{end.Name}" cx="{100 * x.Place(end.X):0.##}%" cy="{Down(y, end.Y):0.#}" r="3"/>""");
            yield return Html.Of($"""{(end.Dot ? dot : Html.Empty)}<text class="end {end.Name}" x="100%" dx="9" y="{place:0.#}" dy=".32em">{end.Name} {Format(end.Y)}</text>""");
        }
    }

    private double Down(Axis y, double value) => Height * (1 - y.Place(value));

    private static string Name(ModelRole role) => role.ToString().ToLowerInvariant();
}

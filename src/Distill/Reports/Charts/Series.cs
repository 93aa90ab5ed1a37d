namespace Distill.Reports.Charts;

/// <summary>The curves of one role in a chart: one run per seed, drawn faintly behind their mean when there are several.</summary>
/// <param name="Role">Decides colour and dashes, and is the label at the line's end.</param>
/// <param name="Runs">The points of each seed by rising x; y may be any number, and one that is not finite breaks the line.</param>
internal sealed record Series(ModelRole Role, IReadOnlyList<IReadOnlyList<(double X, double Y)>> Runs)
{
    /// <summary>The name that stands at the line's end and chooses its style.</summary>
    public string Name => Role.ToString().ToLowerInvariant();

    /// <summary>The mean of the runs at every x that all of them have.</summary>
    public IReadOnlyList<(double X, double Y)> Mean { get; } =
        [.. Runs
            .SelectMany(run => run)
            .GroupBy(point => point.X)
            .Where(group => group.Count() == Runs.Count)
            .OrderBy(group => group.Key)
            .Select(group => (group.Key, group.Average(point => point.Y)))];
}

using Distill.Jobs;

namespace Distill.Cli.Screens;

/// <summary>The figures of a job in the order in which they changed, for the small curves of the live screen.</summary>
internal sealed class MetricHistory
{
    // Enough for every epoch of a usual job; older points of longer ones are thinned.
    private const int MostPoints = 512;

    private readonly Dictionary<string, List<double>> _values = [];

    public void Add(JobProgress progress)
    {
        foreach (var (name, value) in progress.Metrics)
        {
            var values = _values.TryGetValue(name, out var known) ? known : _values[name] = [];
            if (values.Count == 0 || !values[^1].Equals(value))
            {
                values.Add(value);
            }

            if (values.Count > MostPoints)
            {
                _values[name] = [.. values.Where((_, index) => index % 2 == 1)];
            }
        }
    }

    public IReadOnlyList<double> this[string name] => _values.TryGetValue(name, out var values) ? values : [];
}

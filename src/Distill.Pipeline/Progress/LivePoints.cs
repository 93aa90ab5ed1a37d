namespace Distill.Pipeline.Progress;

/// <summary>
/// The steps of late of the jobs that this process hears of, for charts. They are news and no record: the store has a point for every epoch,
/// and whoever comes later sees those.
/// </summary>
public sealed class LivePoints
{
    // A long run is thinned rather than cut, so that its chart keeps its shape.
    private const int MostPoints = 4096;
    private const int MostJobs = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, List<LivePoint>>> _jobs = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = [];
    private long _number;

    /// <summary>The points of a job with higher numbers than one, run by run, each by rising step.</summary>
    /// <param name="job">The job.</param>
    /// <param name="after">The number of the last point that the caller has; 0 for none.</param>
    public IReadOnlyList<LivePoint> Of(string job, long after = 0)
    {
        lock (_gate)
        {
            return _jobs.TryGetValue(job, out var runs) ? [.. runs.Values.SelectMany(points => points.SkipWhile(point => point.Number <= after))] : [];
        }
    }

    internal void Add(string job, Func<long, LivePoint> point)
    {
        lock (_gate)
        {
            if (!_jobs.TryGetValue(job, out var runs))
            {
                Admit(job);
                runs = _jobs[job] = new(StringComparer.Ordinal);
            }

            var added = point(++_number);
            var points = runs.TryGetValue(added.Run, out var known) ? known : runs[added.Run] = [];
            // A segment that is trained again, after a crash or a restart, tells of the same steps once more.
            points.RemoveAll(before => before.Step >= added.Step);
            points.Add(added);
            if (points.Count > MostPoints)
            {
                runs[added.Run] = [.. points.Where((_, index) => index % 2 == 1)];
            }
        }
    }

    private void Admit(string job)
    {
        _order.AddLast(job);
        if (_order.Count > MostJobs)
        {
            _jobs.Remove(_order.First!.Value);
            _order.RemoveFirst();
        }
    }
}

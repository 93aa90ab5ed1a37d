namespace Distill.Pipeline.Workers;

/// <summary>
/// The trainings that this process did last. One goes on only where the run's head is at the very checkpoint that it stored itself: if
/// anybody else has moved the run meanwhile, it is loaded anew.
/// </summary>
/// <param name="most">Trainings that are kept.</param>
internal sealed class WarmRuns(int most) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(string Run, string Checkpoint, WarmRun Warm)> _kept = [];

    /// <summary>Takes the training of a run out, where it is at a checkpoint; an outdated one is let go.</summary>
    /// <param name="run">The run of the job, by content: the job's name, a space, and the rest.</param>
    /// <param name="checkpoint">Where its head is.</param>
    public async Task<WarmRun?> TakeAsync(string run, string checkpoint)
    {
        (string, string Checkpoint, WarmRun Warm) found;
        lock (_gate)
        {
            var at = _kept.FindIndex(entry => entry.Run == run);
            if (at < 0)
            {
                return null;
            }
            found = _kept[at];
            _kept.RemoveAt(at);
        }
        if (found.Checkpoint == checkpoint)
        {
            return found.Warm;
        }
        await found.Warm.DisposeAsync();
        return null;
    }

    /// <summary>Keeps a training, and lets the oldest go where there are too many.</summary>
    public async Task KeepAsync(string run, string checkpoint, WarmRun warm)
    {
        WarmRun? outdated = null;
        lock (_gate)
        {
            _kept.Add((run, checkpoint, warm));
            if (_kept.Count > most)
            {
                outdated = _kept[0].Warm;
                _kept.RemoveAt(0);
            }
        }
        if (outdated is not null)
        {
            await outdated.DisposeAsync();
        }
    }

    /// <summary>Lets the trainings of a job go: it has ended, so nothing will go on with them.</summary>
    public async Task ForgetAsync(string job)
    {
        List<WarmRun> ended;
        lock (_gate)
        {
            ended = [.. _kept.Where(IsOfJob).Select(entry => entry.Warm)];
            _kept.RemoveAll(IsOfJob);
        }
        foreach (var warm in ended)
        {
            await warm.DisposeAsync();
        }

        bool IsOfJob((string Run, string Checkpoint, WarmRun Warm) entry) => entry.Run.StartsWith($"{job} ", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, _, warm) in _kept)
        {
            await warm.DisposeAsync();
        }
        _kept.Clear();
    }
}

using System.Collections.Concurrent;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Workers;

/// <summary>
/// The threads that train in this process. A run takes as many cores as its steps have threads, so runs of one thread each train side by
/// side, and a run that uses all cores trains alone.
/// </summary>
/// <param name="cores">Cores that may be taken at once.</param>
internal sealed class TrainerThreads(int cores) : IDisposable
{
    private readonly ConcurrentBag<ComputeThread> _idle = [];
    private readonly ConcurrentBag<ComputeThread> _all = [];
    private readonly Turnstile _turnstile = new(cores);

    /// <summary>Cores that may be taken at once, and so the most runs side by side.</summary>
    public int Cores => cores;

    /// <summary>Runs a piece of training once enough cores are free.</summary>
    /// <param name="threads">Threads of a step; more than there are cores count as all.</param>
    /// <param name="priority">Its place in the line.</param>
    /// <param name="work">Called on a thread of its own.</param>
    /// <param name="ct">Ends the wait for cores.</param>
    public async Task<T> RunAsync<T>(int threads, JobPriority priority, Func<T> work, CancellationToken ct)
    {
        using var pass = await _turnstile.EnterAsync(threads, priority, ct);
        var thread = _idle.TryTake(out var idle) ? idle : Start();
        try
        {
            return await thread.RunAsync(work);
        }
        finally
        {
            _idle.Add(thread);
        }
    }

    public void Dispose()
    {
        foreach (var thread in _all)
        {
            thread.Dispose();
        }
    }

    private ComputeThread Start()
    {
        var thread = new ComputeThread("trainer");
        _all.Add(thread);
        return thread;
    }
}

using System.Collections.Concurrent;

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
    private readonly SemaphoreSlim _free = new(cores);
    private readonly SemaphoreSlim _taking = new(1);

    /// <summary>Cores that may be taken at once, and so the most runs side by side.</summary>
    public int Cores => cores;

    /// <summary>Runs a piece of training once enough cores are free.</summary>
    /// <param name="threads">Threads of a step; more than there are cores count as all.</param>
    /// <param name="work">Called on a thread of its own.</param>
    /// <param name="ct">Ends the wait for cores.</param>
    public async Task<T> RunAsync<T>(int threads, Func<T> work, CancellationToken ct)
    {
        var taken = Math.Min(threads, cores);
        await TakeAsync(taken, ct);
        var thread = _idle.TryTake(out var idle) ? idle : Start();
        try
        {
            return await thread.RunAsync(work);
        }
        finally
        {
            _idle.Add(thread);
            _free.Release(taken);
        }
    }

    public void Dispose()
    {
        foreach (var thread in _all)
        {
            thread.Dispose();
        }
        _free.Dispose();
        _taking.Dispose();
    }

    // One taker at a time: two that each hold half of what they need would wait for each other for ever.
    private async Task TakeAsync(int count, CancellationToken ct)
    {
        await _taking.WaitAsync(ct);
        var taken = 0;
        try
        {
            for (; taken < count; taken++)
            {
                await _free.WaitAsync(ct);
            }
        }
        catch (OperationCanceledException) when (taken > 0)
        {
            _free.Release(taken);
            throw;
        }
        finally
        {
            _taking.Release();
        }
    }

    private ComputeThread Start()
    {
        var thread = new ComputeThread("trainer");
        _all.Add(thread);
        return thread;
    }
}

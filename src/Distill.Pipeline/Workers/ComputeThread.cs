using System.Collections.Concurrent;

namespace Distill.Pipeline.Workers;

/// <summary>
/// One thread that does numeric work for asynchronous callers, one piece after another. libtorch's thread count belongs to the thread
/// that calls it, so teaching slots and the trainer each get a thread of their own for life.
/// </summary>
internal sealed class ComputeThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public ComputeThread(string name)
    {
        _thread = new Thread(Loop) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs a piece of work on the thread.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                result.SetResult(work());
            }
            catch (OperationCanceledException cancelled)
            {
                result.SetCanceled(cancelled.CancellationToken);
            }
            catch (Exception problem)
            {
                result.SetException(problem);
            }
        });
        return result.Task;
    }

    /// <summary>Lets the work that is queued end, and the thread with it.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Loop()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}

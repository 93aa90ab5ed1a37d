using System.Collections.Concurrent;

namespace Distill.Pipeline.Workers;

/// <summary>What this process works on right now: so that a job can be cancelled in the middle, and a stop can wait for the rest.</summary>
internal sealed class WorkInHand(StopSignal stop)
{
    private readonly ConcurrentDictionary<Piece, bool> _pieces = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _idle = Done();

    /// <summary>Takes a piece of work into hand until it is disposed.</summary>
    public Piece Take(string job)
    {
        var piece = new Piece(this, job, CancellationTokenSource.CreateLinkedTokenSource(stop.Token));
        lock (_gate)
        {
            _pieces[piece] = true;
            if (_idle.Task.IsCompleted)
            {
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
        return piece;
    }

    /// <summary>Lets go of everything that belongs to a job.</summary>
    public void Cancel(string job)
    {
        foreach (var piece in _pieces.Keys.Where(piece => piece.Job == job))
        {
            piece.Cancel();
        }
    }

    /// <summary>Waits until nothing is in hand, but not longer than so.</summary>
    /// <returns>Whether nothing is.</returns>
    public async Task<bool> SettleAsync(TimeSpan atMost, TimeProvider time)
    {
        Task idle;
        lock (_gate)
        {
            idle = _idle.Task;
        }
        return await Task.WhenAny(idle, Task.Delay(atMost, time)) == idle;
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private void PutDown(Piece piece)
    {
        lock (_gate)
        {
            _pieces.TryRemove(piece, out _);
            if (_pieces.IsEmpty)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>One piece of work.</summary>
    internal sealed class Piece(WorkInHand hand, string job, CancellationTokenSource source) : IDisposable
    {
        public string Job => job;

        /// <summary>Cancelled when the process stops or the job is cancelled.</summary>
        public CancellationToken Token { get; } = source.Token;

        public void Cancel()
        {
            lock (source)
            {
                if (!_isDown)
                {
                    source.Cancel();
                }
            }
        }

        private bool _isDown;

        public void Dispose()
        {
            lock (source)
            {
                _isDown = true;
                source.Dispose();
            }
            hand.PutDown(this);
        }
    }
}

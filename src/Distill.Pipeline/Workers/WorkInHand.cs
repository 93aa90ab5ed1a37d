using System.Collections.Concurrent;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Workers;

/// <summary>What this process works on right now: so that a job can be cancelled in the middle, and a stop can wait for the rest.</summary>
internal sealed class WorkInHand(StopSignal stop, TimeProvider time)
{
    private readonly ConcurrentDictionary<Piece, bool> _pieces = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _idle = Settled();
    private long _done;

    /// <summary>What is in hand now, the longest held first.</summary>
    public IReadOnlyList<HeldWork> Pieces => [.. _pieces.Keys.Select(piece => piece.Held).OrderBy(held => held.Since)];

    /// <summary>How many pieces have been put down.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Takes a piece of work into hand until it is disposed.</summary>
    /// <param name="job">The job that it is for.</param>
    /// <param name="work">What it is, as in <c>trains student</c>.</param>
    public Piece Take(string job, string work)
    {
        var piece = new Piece(this, new HeldWork(job, work, time.GetUtcNow()), CancellationTokenSource.CreateLinkedTokenSource(stop.Token));
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

    private static TaskCompletionSource Settled()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private void PutDown(Piece piece)
    {
        Interlocked.Increment(ref _done);
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
    internal sealed class Piece(WorkInHand hand, HeldWork held, CancellationTokenSource source) : IDisposable
    {
        public HeldWork Held => held;

        public string Job => held.Job;

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

using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Lets work in while there is capacity: the most urgent first, and first come first served among equals. Who is next is never passed by
/// smaller work, so that work which needs everything gets it.
/// </summary>
internal sealed class Turnstile
{
    private readonly int _capacity;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Waiting, (JobPriority Priority, long Number)> _line = new();
    private int _free;
    private long _number;

    /// <param name="capacity">Cores or slots that may be taken at once.</param>
    public Turnstile(int capacity) => (_capacity, _free) = (capacity, capacity);

    /// <summary>Waits for capacity, takes it, and gives it back when the result is disposed.</summary>
    /// <param name="count">How much; more than there is counts as all.</param>
    /// <param name="priority">Its place in the line.</param>
    /// <param name="ct">Leaves the line.</param>
    public async Task<IDisposable> EnterAsync(int count, JobPriority priority, CancellationToken ct)
    {
        var waiting = new Waiting(Math.Min(count, _capacity));
        lock (_gate)
        {
            _line.Enqueue(waiting, (priority, _number++));
            LetIn();
        }
        await using var leaving = ct.Register(() => waiting.Turn.TrySetCanceled(ct));
        try
        {
            await waiting.Turn.Task;
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                LetIn();
            }
            throw;
        }
        return new Pass(this, waiting.Count);
    }

    // Whoever has left the line is dropped when it is their turn.
    private void LetIn()
    {
        while (_line.TryPeek(out var first, out _) && (first.Turn.Task.IsCanceled || first.Count <= _free))
        {
            _line.Dequeue();
            if (first.Turn.TrySetResult())
            {
                _free -= first.Count;
            }
        }
    }

    private void Leave(int count)
    {
        lock (_gate)
        {
            _free += count;
            LetIn();
        }
    }

    private sealed record Waiting(int Count)
    {
        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Pass(Turnstile turnstile, int count) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                turnstile.Leave(count);
            }
        }
    }
}

using System.Collections.Concurrent;

namespace Distill.Data;

/// <summary>
/// Renders batches ahead of their use, on its own threads. They arrive in the order of their plans, and hold the same numbers,
/// whatever the number of threads.
/// </summary>
/// <remarks>
/// At most <c>ahead</c> batches are rendered, or being rendered, beside the fetched one. Plans are drawn one by one when there is
/// room, so an endless sequence is fine; two threads never draw at once. A sequence that waits for something must end that
/// wait itself before <see cref="Dispose"/> can end.
/// </remarks>
public sealed class BatchLoader : IDisposable
{
    private readonly ViewRenderer _renderer;
    private readonly IEnumerator<BatchPlan> _plans;
    private readonly BlockingCollection<Task<ImageBatch>> _ready;
    private readonly BatchBuffers _buffers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _planning = new();
    private readonly Thread[] _threads;
    private bool _started;
    private bool _disposed;

    /// <summary>Prepares a loader; nothing is rendered before <see cref="Batches"/> is called.</summary>
    /// <param name="renderer">Makes the pixels.</param>
    /// <param name="plans">The batches to make, in the order in which they are wanted.</param>
    /// <param name="threads">How many threads render, at least 1.</param>
    /// <param name="ahead">How many batches may wait to be fetched, at least 1.</param>
    public BatchLoader(ViewRenderer renderer, IEnumerable<BatchPlan> plans, int threads = 1, int ahead = 4)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ahead);
        (_renderer, _plans) = (renderer, plans.GetEnumerator());
        _ready = new BlockingCollection<Task<ImageBatch>>(ahead);
        _threads = [.. Enumerable.Range(1, threads).Select(i => new Thread(RenderUntilDone) { IsBackground = true, Name = $"render {i}" })];
    }

    /// <summary>The rendering threads, for tests that none outlives the loader.</summary>
    internal IReadOnlyList<Thread> Threads => _threads;

    /// <summary>The batches in the order of their plans, each to be disposed by the caller. Can be enumerated once.</summary>
    /// <param name="ct">Ends the wait for a batch that is not ready.</param>
    /// <exception cref="DataProblemException">An image of the batch that is due cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public IEnumerable<ImageBatch> Batches(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_started)
        {
            throw new InvalidOperationException("The batches of a loader can be enumerated once; make another loader.");
        }

        _started = true;
        foreach (var thread in _threads)
        {
            thread.Start();
        }

        return Fetch(ct);
    }

    /// <summary>
    /// Stops the threads and waits for them, which takes no longer than the images they are at. Batches that were fetched stay
    /// valid. Not to be called while another thread fetches.
    /// </summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _stop.Cancel();
        foreach (var thread in _threads.Where(_ => _started))
        {
            thread.Join();
        }

        _plans.Dispose();
        _ready.Dispose();
        _stop.Dispose();
    }

    private IEnumerable<ImageBatch> Fetch(CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _stop.Token);
        foreach (var batch in _ready.GetConsumingEnumerable(either.Token))
        {
            // WaitAny, unlike Wait, leaves a failure to the awaiter, which throws it as it was.
            Task.WaitAny([batch], either.Token);
            yield return batch.GetAwaiter().GetResult();
        }
    }

    private void RenderUntilDone()
    {
        while (TakePlan() is var (plan, promise))
        {
            try
            {
                promise.SetResult(Render(plan));
            }
            catch (Exception exception)
            {
                // Whatever it is belongs to the consumer, who meets it where the batch would have come.
                promise.SetException(exception);
            }
        }
    }

    /// <summary>
    /// Draws the next plan and takes its place in the queue under one lock: this is what keeps the order, and what makes all
    /// threads wait when the queue is full.
    /// </summary>
    private (BatchPlan Plan, TaskCompletionSource<ImageBatch> Promise)? TakePlan()
    {
        lock (_planning)
        {
            if (_ready.IsAddingCompleted)
            {
                return null;
            }

            var promise = new TaskCompletionSource<ImageBatch>(TaskCreationOptions.RunContinuationsAsynchronously);
            var planned = DrawPlan(promise);
            if ((planned || promise.Task.IsFaulted) && Enqueue(promise.Task) && planned)
            {
                return (_plans.Current, promise);
            }

            _ready.CompleteAdding();
            return null;
        }
    }

    private bool DrawPlan(TaskCompletionSource<ImageBatch> promise)
    {
        try
        {
            return _plans.MoveNext();
        }
        catch (Exception exception)
        {
            promise.SetException(exception);
            return false;
        }
    }

    /// <summary>Waits for room in the queue; false when the loader is disposed meanwhile.</summary>
    private bool Enqueue(Task<ImageBatch> batch)
    {
        try
        {
            _ready.Add(batch, _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private ImageBatch Render(BatchPlan plan)
    {
        var length = _renderer.Shape.Length;
        var pixels_NHWC = _buffers.Rent(plan.Samples.Length * length);
        for (var i = 0; i < plan.Samples.Length; i++)
        {
            _stop.Token.ThrowIfCancellationRequested();
            _renderer.Render(plan.View, plan.Samples[i], pixels_NHWC.AsSpan(i * length, length));
        }

        return new ImageBatch(plan, pixels_NHWC, _buffers);
    }
}

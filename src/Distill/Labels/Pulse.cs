namespace Distill.Labels;

/// <summary>
/// Wakes everybody who waits for news. Take <see cref="Next"/> before looking at the state, look, and await it only when
/// the state holds nothing new: then no news is missed.
/// </summary>
public sealed class Pulse
{
    private volatile TaskCompletionSource _next = Fresh();

    /// <summary>Completes at the next beat.</summary>
    public Task Next => _next.Task;

    /// <summary>Wakes all who wait.</summary>
    public void Beat() => Interlocked.Exchange(ref _next, Fresh()).SetResult();

    /// <summary>Waits for a beat that was taken before, but not longer than so.</summary>
    public static async Task WaitAsync(Task beat, TimeSpan atMost, TimeProvider time, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(beat, Task.Delay(atMost, time, enough.Token));
        await enough.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    // Continuations run elsewhere: the one who beats may hold a lock.
    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

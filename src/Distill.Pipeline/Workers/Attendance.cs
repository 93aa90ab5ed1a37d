using Distill.Artifacts;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;

namespace Distill.Pipeline.Workers;

/// <summary>Keeps this worker's record in the store fresh while it works.</summary>
internal sealed class Attendance(WorkerRegistry registry, WorkerIdentity worker, StopSignal stop, WorkInHand hand, HostSettings settings, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private Task _beating = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => _beating = Task.Run(BeatAsync);

    public async ValueTask DisposeAsync() => await _beating;

    private async Task BeatAsync()
    {
        var started = time.GetUtcNow();
        double? rate = null;
        try
        {
            while (true)
            {
                var (done, from) = (hand.Done, time.GetTimestamp());
                await TryAsync(ct => registry.WriteAsync(Here(started, rate), ct), stop.Token);
                await Task.Delay(WorkerRegistry.Beat, time, stop.Token);
                rate = Math.Round((hand.Done - done) / time.GetElapsedTime(from).TotalMinutes, 1);
            }
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            using var atMost = new CancellationTokenSource(s_farewell, time);
            await TryAsync(ct => registry.RemoveAsync(worker.Id, ct), atMost.Token);
        }
    }

    // A store that is away is no reason to end; whoever asks meanwhile sees that this worker is silent.
    private static async Task TryAsync(Func<CancellationToken, Task> write, CancellationToken ct)
    {
        try
        {
            await write(ct);
        }
        catch (StoreException)
        {
        }
    }

    private WorkerRecord Here(DateTimeOffset started, double? rate) => new()
    {
        Id = worker.Id,
        Role = worker.Roles.ToString().ToLowerInvariant(),
        Route = worker.Route,
        Protocol = settings.Protocols.Newest,
        Started = started,
        Seen = time.GetUtcNow(),
        Holds = hand.Pieces,
        DonePerMinute = rate,
        MemoryBytes = Environment.WorkingSet,
    };
}

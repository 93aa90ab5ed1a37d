using Distill.Pipeline.Messaging;

namespace Distill.Server;

/// <summary>The broker's queues as one connection sees them, for all who look: nobody asks the broker while another does, or has just done so.</summary>
internal sealed class QueueWatch(QueueDesk desk, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);
    private (long Read, IReadOnlyList<QueueDepth> Queues)? _known;

    public Task<IReadOnlyList<QueueDepth>> ListAsync(CancellationToken ct) => InTurnAsync(async () =>
    {
        if (_known is not { } known || time.GetElapsedTime(known.Read) > s_fresh)
        {
            _known = known = (time.GetTimestamp(), await desk.ListAsync(ct));
        }

        return known.Queues;
    }, ct);

    /// <summary>Does something with the messages that failed.</summary>
    public Task<T> ActAsync<T>(Func<QueueDesk, Task<T>> act, CancellationToken ct) => InTurnAsync(() =>
    {
        _known = null;
        return act(desk);
    }, ct);

    public async ValueTask DisposeAsync()
    {
        await desk.DisposeAsync();
        _turn.Dispose();
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> act, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }
}

using Distill.Pipeline.Workers;
using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Distill.Pipeline.Messaging;

/// <summary>
/// Sees to it that the broker knows of a listener for every queue that this process listens to. After a broker was killed some endpoints may
/// believe that they consume while the broker knows nothing of them, for ever; the bus is then stopped and started.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="start">How it is started.</param>
/// <param name="broker">A connection of its own.</param>
/// <param name="queues">The queues that this process listens to.</param>
/// <param name="stop">Ends the watch.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of a bus that had to be started anew.</param>
internal sealed partial class ListenerWatch(
    IBusControl bus, BusStart start, BrokerConnection broker, IReadOnlyList<string> queues, StopSignal stop, TimeProvider time, ILogger<ListenerWatch> log) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private Task _watching = Task.CompletedTask;

    /// <summary>Begins to watch.</summary>
    public void Start() => _watching = Task.Run(WatchAsync);

    public async ValueTask DisposeAsync()
    {
        await _watching;
        await broker.DisposeAsync();
    }

    private async Task WatchAsync()
    {
        List<string> before = [];
        while (!stop.Token.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(s_pause, time, stop.Token);
                var unheard = bus.CheckHealth().Status == BusHealthStatus.Healthy ? await UnheardAsync(stop.Token) : [];
                if (unheard.Find(before.Contains) is { } queue)
                {
                    StartedAnew(log, queue);
                    await StartAnewAsync();
                    unheard = [];
                }
                before = unheard;
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (away is RabbitMQClientException or MassTransitException or IOException or TimeoutException or OperationCanceledException)
            {
                before = [];
            }
        }
    }

    // Queues that nobody at all listens to, though this process means to.
    private async Task<List<string>> UnheardAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_patience);
        var connection = await broker.GetAsync(limit.Token);
        List<string> unheard = [];
        foreach (var queue in queues)
        {
            if (!await IsHeardAsync(connection, queue, limit.Token))
            {
                unheard.Add(queue);
            }
        }
        return unheard;
    }

    private static async Task<bool> IsHeardAsync(IConnection connection, string queue, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, ct)).ConsumerCount > 0;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }

    private async Task StartAnewAsync()
    {
        using (var limit = new CancellationTokenSource(s_patience, time))
        {
            try
            {
                await bus.StopAsync(limit.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                // What is still being worked on cannot be acknowledged any more; it is sent for again, and counts once.
            }
        }
        await start.StartAsync(bus, stop.Token);
    }

    [LoggerMessage(311, LogLevel.Warning, "The broker knows of no listener for {Queue}, although this worker listens to it; listening anew.")]
    private static partial void StartedAnew(ILogger log, string queue);
}

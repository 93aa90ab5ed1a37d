using MassTransit;
using Microsoft.Extensions.Logging;

namespace Distill.Pipeline.Messaging;

/// <summary>
/// Starts a bus, and starts it anew when it does not get ready: MassTransit waits for ever for an endpoint whose connection the broker
/// closed while it was starting.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="log">Told of a start that was given up.</param>
internal sealed partial class BusStart(TimeProvider time, ILogger<BusStart> log)
{
    // Many times what a start takes on a loaded machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Returns when every endpoint of the bus listens.</summary>
    /// <param name="bus">A bus that is not started.</param>
    /// <param name="ct">Gives up.</param>
    public async Task StartAsync(IBusControl bus, CancellationToken ct)
    {
        while (!await TryAsync(bus, ct))
        {
            GaveUp(log, (int)s_patience.TotalSeconds);
        }
    }

    private async Task<bool> TryAsync(IBusControl bus, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await bus.StartAsync(limit.Token);
            return true;
        }
        catch (Exception given) when (given is OperationCanceledException or MassTransitException && patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(312, LogLevel.Warning, "Not every queue could be listened to within {Seconds} s; connecting anew.")]
    private static partial void GaveUp(ILogger log, int seconds);
}

using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Distill.Pipeline.Messaging;

/// <summary>
/// Declares the queues that a process is about to listen to, one process at a time. RabbitMQ shows a new quorum queue to others before
/// it can be listened to, and closes the connection of a listener that comes in between; so the workers of a cluster that comes up on a
/// new broker take turns.
/// </summary>
/// <param name="broker">Where.</param>
/// <param name="name">What operators see as the connection's name.</param>
/// <param name="time">The clock.</param>
internal sealed class QueueOpening(BrokerAddress broker, string name, TimeProvider time)
{
    /// <summary>A queue that only its maker can use, and that goes with its maker's connection: whoever has it has the turn.</summary>
    private const string Turn = QueueName.Prefix + "opening";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when all the queues can be listened to.</summary>
    public async Task OpenAsync(IReadOnlyList<(string Queue, IReadOnlyDictionary<string, object?> Arguments)> queues, CancellationToken ct)
    {
        await using var connection = await broker.ConnectionFactory(name).CreateConnectionAsync(ct);
        while (!await TryTakeTurnAsync(connection, ct))
        {
            await Task.Delay(s_pause, time, ct);
        }
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        foreach (var (queue, arguments) in queues)
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments.ToDictionary(), cancellationToken: ct);
        }
        await channel.QueueDeleteAsync(Turn, cancellationToken: ct);
    }

    private static async Task<bool> TryTakeTurnAsync(IConnection connection, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            await channel.QueueDeclareAsync(Turn, durable: false, exclusive: true, autoDelete: false, cancellationToken: ct);
            return true;
        }
        catch (OperationInterruptedException taken) when (taken.ShutdownReason?.ReplyCode == Constants.ResourceLocked)
        {
            return false;
        }
    }
}

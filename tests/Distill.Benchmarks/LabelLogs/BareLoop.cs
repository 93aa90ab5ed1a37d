using System.Diagnostics;
using Distill.Pipeline.Messaging;
using RabbitMQ.Client;

namespace Distill.Benchmarks.LabelLogs;

/// <summary>What the client library does on its own: one loop, one channel, a window of messages whose confirm is awaited.</summary>
internal sealed class BareLoop : IAsyncDisposable
{
    private static readonly BasicProperties s_persistent = new() { DeliveryMode = DeliveryModes.Persistent };

    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private BareLoop(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<BareLoop> OpenAsync(BrokerAddress address, CancellationToken ct)
    {
        var connection = await address.ConnectionFactory("bare loop").CreateConnectionAsync(ct);
        return new(connection, await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), ct));
    }

    /// <summary>Appends so many messages to a new stream; returns the seconds.</summary>
    public async Task<double> AppendAsync(byte[] body, int messages, int window, CancellationToken ct)
    {
        var stream = $"bare.{Stopwatch.GetTimestamp()}";
        await _channel.QueueDeclareAsync(stream, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "stream" }, cancellationToken: ct);
        await _channel.BasicPublishAsync("", stream, mandatory: true, s_persistent, body, ct);
        var start = Stopwatch.GetTimestamp();
        var unconfirmed = new Queue<Task>();
        for (var message = 0; message < messages; message++)
        {
            unconfirmed.Enqueue(_channel.BasicPublishAsync("", stream, mandatory: true, s_persistent, body, CancellationToken.None).AsTask());
            if (unconfirmed.Count == window)
            {
                await unconfirmed.Dequeue();
            }
        }

        while (unconfirmed.TryDequeue(out var last))
        {
            await last;
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await _channel.QueueDeleteAsync(stream, cancellationToken: ct);
        return seconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

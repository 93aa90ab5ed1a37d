using RabbitMQ.Client;

namespace Distill.Pipeline.Messaging;

/// <summary>Declares queues at a RabbitMQ, each again after a while, because a broker may have been wiped.</summary>
internal sealed class RabbitTopology(BrokerConnection broker, TimeProvider time) : IQueueTopology, IAsyncDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<QueueName, long> _declared = [];
    private IConnection? _connection;

    public async Task DeclareAsync(QueueName queue, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var connection = await broker.GetAsync(ct);
            if (connection != _connection)
            {
                // The broker that comes back may be an empty one.
                _declared.Clear();
                _connection = connection;
            }
            if (_declared.TryGetValue(queue, out var at) && time.GetElapsedTime(at) < s_again)
            {
                return;
            }
            await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
            var name = queue.ToString();
            await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, cancellationToken: ct);
            await channel.QueueDeclareAsync(
                name, durable: true, exclusive: false, autoDelete: false, QueueArguments.Commands.ToDictionary(), cancellationToken: ct);
            await channel.QueueBindAsync(name, name, routingKey: "", cancellationToken: ct);
            _declared[queue] = time.GetTimestamp();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await broker.DisposeAsync();
        _gate.Dispose();
    }
}

using RabbitMQ.Client;

namespace Distill.Pipeline.Messaging;

/// <summary>Declares queues at a RabbitMQ, each again after a while, because a broker may have been wiped.</summary>
internal sealed class RabbitTopology(BrokerAddress broker, string name, TimeProvider time) : IQueueTopology, IAsyncDisposable
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
            if (_declared.TryGetValue(queue, out var at) && time.GetElapsedTime(at) < s_again)
            {
                return;
            }
            var connection = await ConnectedAsync(ct);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
            var queueName = queue.ToString();
            await channel.ExchangeDeclareAsync(queueName, ExchangeType.Fanout, durable: true, cancellationToken: ct);
            await channel.QueueDeclareAsync(
                queueName, durable: true, exclusive: false, autoDelete: false, QueueArguments.Commands.ToDictionary(), cancellationToken: ct);
            await channel.QueueBindAsync(queueName, queueName, routingKey: "", cancellationToken: ct);
            _declared[queue] = time.GetTimestamp();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
        _gate.Dispose();
    }

    private async Task<IConnection> ConnectedAsync(CancellationToken ct)
    {
        if (_connection is { IsOpen: true })
        {
            return _connection;
        }
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
        return _connection = await broker.ConnectionFactory($"{name} topology").CreateConnectionAsync(ct);
    }
}

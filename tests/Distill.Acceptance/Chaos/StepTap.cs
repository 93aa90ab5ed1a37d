using System.Text.Json.Nodes;
using Distill.Pipeline.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Distill.Acceptance.Chaos;

/// <summary>
/// Hears which process has trained which part of a run: workers tell of a segment's first step at once. A part that two processes have
/// trained is work that was repeated. What is said while the broker is away is not heard.
/// </summary>
internal sealed class StepTap : IAsyncDisposable
{
    private const string Exchange = "Distill.Pipeline.Messaging:RunProgressed";

    private readonly IConnection _connection;
    private readonly HashSet<(string Run, long Segment, int Process)> _heard = [];

    private StepTap(IConnection connection) => _connection = connection;

    /// <summary>Segments that were begun again by another process.</summary>
    public int Repeated
    {
        get
        {
            lock (_heard)
            {
                return _heard.GroupBy(heard => (heard.Run, heard.Segment)).Sum(segment => segment.Count() - 1);
            }
        }
    }

    public static async Task<StepTap> OpenAsync(BrokerAddress broker, CancellationToken ct)
    {
        var connection = await broker.ConnectionFactory("step tap").CreateConnectionAsync(ct);
        var tap = new StepTap(connection);
        var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        // As the bus declares it: the message types are internal, so their exchanges last no longer than their bindings.
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: false, autoDelete: true, cancellationToken: ct);
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: ct)).QueueName;
        await channel.QueueBindAsync(queue, Exchange, "", cancellationToken: ct);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            tap.Hear(JsonNode.Parse(delivery.Body.Span)!);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, ct);
        return tap;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.DisposeAsync();
        }
        catch (OperationInterruptedException)
        {
            // The broker was killed with the connection.
        }
    }

    private void Hear(JsonNode envelope)
    {
        var step = (long)envelope["message"]!["step"]!;
        lock (_heard)
        {
            _heard.Add(((string)envelope["message"]!["run"]!, (step - 1) / ChaosJob.SegmentSteps, (int)envelope["host"]!["processId"]!));
        }
    }
}

using Distill.Pipeline.LabelStreams;
using Distill.Pipeline.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Distill.Acceptance.Chaos.Faults;

/// <summary>Delivers everything twice: what goes to a queue of commands or into a label stream comes once more, later and in another order.</summary>
internal sealed class Repeater : IAsyncDisposable
{
    private const string Mark = "repeated";
    private const int Shuffled = 8;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(0.5);

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly Random _random;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<(string Queue, BasicProperties Properties, byte[] Body)> _held = [];
    private readonly Timer _timer;
    private int _repeated;

    private Repeater(IConnection connection, IChannel channel, int seed)
    {
        (_connection, _channel, _random) = (connection, channel, new Random(seed));
        _timer = new(_ => _ = ReleaseAsync(0), null, s_longest, s_longest);
    }

    /// <summary>Messages that were sent once more.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>Begins before the first message.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="fingerprint">The label set.</param>
    /// <param name="seed">Decides the order.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<Repeater> StartAsync(BrokerAddress broker, string fingerprint, int seed, CancellationToken ct)
    {
        var connection = await broker.ConnectionFactory("repeater").CreateConnectionAsync(ct);
        var repeater = new Repeater(connection, await connection.CreateChannelAsync(cancellationToken: ct), seed);
        foreach (var queue in WorkKind.All.SelectMany(kind => kind.Queues(Routes.Here(), ProtocolVersions.Spoken)).Select(queue => queue.ToString()))
        {
            await repeater._channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, cancellationToken: ct);
            var copies = (await repeater._channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: ct)).QueueName;
            await repeater._channel.QueueBindAsync(copies, queue, "", cancellationToken: ct);
            await repeater.ConsumeAsync(copies, queue, [], ct);
        }

        var stream = LabelStream.NameOf(fingerprint);
        await LabelStream.EnsureAsync(connection, stream, ct);
        await repeater.ConsumeAsync(stream, stream, new() { ["x-stream-offset"] = "first" }, ct);
        return repeater;
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _connection.DisposeAsync();
        _turn.Dispose();
    }

    private async Task ConsumeAsync(string from, string to, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        var channel = await _connection.CreateChannelAsync(cancellationToken: ct);
        await channel.BasicQosAsync(0, 100, global: false, ct);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            if (delivery.BasicProperties.Headers?.ContainsKey(Mark) is not true)
            {
                await HoldAsync((to, Marked(delivery.BasicProperties), delivery.Body.ToArray()));
            }

            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, CancellationToken.None);
        };
        await channel.BasicConsumeAsync(from, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, arguments, consumer, ct);
    }

    private static BasicProperties Marked(IReadOnlyBasicProperties properties) => new(properties)
    {
        Headers = new Dictionary<string, object?>(properties.Headers ?? new Dictionary<string, object?>()) { [Mark] = true },
    };

    private async Task HoldAsync((string Queue, BasicProperties Properties, byte[] Body) message)
    {
        int held;
        lock (_held)
        {
            _held.Add(message);
            held = _held.Count;
        }

        if (held >= Shuffled)
        {
            await ReleaseAsync(Shuffled / 2);
        }
    }

    // Any of those that are held goes next.
    private async Task ReleaseAsync(int left)
    {
        await _turn.WaitAsync();
        try
        {
            while (Take(left) is var (queue, properties, body))
            {
                await _channel.BasicPublishAsync("", queue, mandatory: false, properties, body);
                Interlocked.Increment(ref _repeated);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private (string Queue, BasicProperties Properties, byte[] Body)? Take(int left)
    {
        lock (_held)
        {
            if (_held.Count <= left)
            {
                return null;
            }

            var at = _random.Next(_held.Count);
            var message = _held[at];
            _held.RemoveAt(at);
            return message;
        }
    }
}

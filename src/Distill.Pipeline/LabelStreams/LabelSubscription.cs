using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Distill.Pipeline.LabelStreams;

/// <summary>One consumer of one label stream, which feeds a mirror until something goes wrong.</summary>
/// <param name="channel">A channel of its own.</param>
/// <param name="mirror">What is fed.</param>
/// <param name="time">The clock.</param>
internal sealed class LabelSubscription(IChannel channel, LabelMirror mirror, TimeProvider time) : IAsyncBasicConsumer
{
    // So many messages of at most 256 KB are under way at once.
    private const ushort Prefetch = 64;
    private const string OffsetHeader = "x-stream-offset";

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _feeding = new();
    private readonly long _begun = time.GetTimestamp();
    private StreamPlace? _expected;

    /// <inheritdoc/>
    public IChannel Channel => channel;

    /// <summary>Fails with whatever ended the subscription.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How long it has been there.</summary>
    public TimeSpan Age => time.GetElapsedTime(_begun);

    /// <summary>Subscribes from the mirror's place on, that frame included, or from the start.</summary>
    public async Task BeginAsync(string stream, CancellationToken ct)
    {
        _expected = mirror.Last;
        channel.ChannelShutdownAsync += (_, shutdown) => EndAsync(new IOException($"the broker closed the channel: {shutdown.ReplyText}"));
        await channel.BasicQosAsync(0, Prefetch, global: false, ct);
        var from = new Dictionary<string, object?> { [OffsetHeader] = _expected is { } place ? place.Offset : "first" };
        await channel.BasicConsumeAsync(stream, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, from, this, ct);
    }

    /// <summary>Ends the subscription; nothing is fed afterwards.</summary>
    public Task EndAsync(Exception reason)
    {
        lock (_feeding)
        {
            _ended.TrySetException(reason);
            _ = _ended.Task.Exception;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey,
        IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        try
        {
            if (Feed(OffsetOf(properties), body.Span))
            {
                await channel.BasicAckAsync(deliveryTag, multiple: false, CancellationToken.None);
            }
        }
        catch (Exception reason)
        {
            await EndAsync(reason);
        }
    }

    /// <inheritdoc/>
    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        EndAsync(new IOException("the broker ended the subscription, because the stream was deleted or moved"));

    /// <inheritdoc/>
    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;

    private static long OffsetOf(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(OffsetHeader, out var offset) == true
            ? Convert.ToInt64(offset, CultureInfo.InvariantCulture)
            : throw new InvalidDataException("a queue of this name is not a stream; delete it or give this broker a virtual host of its own");

    // False when the subscription is over.
    private bool Feed(long offset, ReadOnlySpan<byte> frame)
    {
        lock (_feeding)
        {
            if (_ended.Task.IsCompleted)
            {
                return false;
            }

            if (_expected is { } expected)
            {
                _expected = null;
                if (expected != new StreamPlace(offset, frame.Length, LabelStreamFrame.SumOf(frame)))
                {
                    throw new StreamChangedException();
                }

                return true;
            }

            mirror.Take(frame, offset);
            return true;
        }
    }
}

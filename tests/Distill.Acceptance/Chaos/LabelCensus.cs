using Distill.Pipeline.LabelStreams;
using Distill.Pipeline.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Distill.Acceptance.Chaos;

/// <summary>Counts what a label stream holds, by the frames themselves.</summary>
/// <param name="Chunks">Different chunks.</param>
/// <param name="Again">Appends beyond the first one of each chunk.</param>
/// <param name="Corrupt">Frames whose sums do not fit.</param>
internal sealed record LabelCensus(int Chunks, int Again, int Corrupt)
{
    private static readonly byte[] s_end = "end of census"u8.ToArray();

    /// <summary>Whether a label set has a stream.</summary>
    public static async Task<bool> ExistsAsync(BrokerAddress broker, string fingerprint, CancellationToken ct)
    {
        await using var connection = await broker.ConnectionFactory("census").CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            await channel.QueueDeclarePassiveAsync(LabelStream.NameOf(fingerprint), ct);
            return true;
        }
        catch (OperationInterruptedException absent) when (absent.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }

    /// <summary>Reads the stream of a label set from its start.</summary>
    public static async Task<LabelCensus> TakeAsync(BrokerAddress broker, string fingerprint, CancellationToken ct)
    {
        var stream = LabelStream.NameOf(fingerprint);
        await using var connection = await broker.ConnectionFactory("census").CreateConnectionAsync(ct);
        await LabelStream.EnsureAsync(connection, stream, ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await channel.BasicQosAsync(0, 100, global: false, ct);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attempts = new Dictionary<(int View, int Chunk), HashSet<UInt128>>();
        var corrupt = 0;
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var frame = delivery.Body.Span;
            if (frame.SequenceEqual(s_end))
            {
                done.TrySetResult();
            }
            else if (LabelStreamFrame.ReadHeader(frame, fingerprint) is not { } header || !LabelStreamFrame.IsSound(frame))
            {
                corrupt++;
            }
            else if (!header.IsBarrier)
            {
                (attempts.TryGetValue((header.View, header.Chunk), out var known) ? known : attempts[(header.View, header.Chunk)] = []).Add(header.Attempt);
            }

            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, CancellationToken.None);
        };
        await channel.BasicConsumeAsync(
            stream, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, new Dictionary<string, object?> { ["x-stream-offset"] = "first" }, consumer, ct);
        await channel.BasicPublishAsync("", stream, mandatory: false, new BasicProperties(), s_end, ct);
        await done.Task.WaitAsync(ChaosScene.Patience, ct);
        return new(attempts.Count, attempts.Values.Sum(appends => appends.Count - 1), corrupt);
    }
}

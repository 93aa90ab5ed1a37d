using System.Text;
using Distill.Pipeline.Messaging;
using RabbitMQ.Client;

namespace Distill.Acceptance.Messaging;

/// <summary>Messages as the bus leaves them behind when it has given up on them.</summary>
internal static class FailedMessages
{
    /// <summary>The queue that they came from.</summary>
    public const string Queue = "distill-finish-v1.any.normal";

    private const string Failed = Queue + "_error";

    /// <summary>Puts some there, called <c>message-1</c> and so on, each about a job of its own; the channel is the caller's.</summary>
    public static async Task<IChannel> PutAsync(IConnection connection, int count, CancellationToken ct, string? reason = null)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        foreach (var queue in new[] { Queue, Failed })
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, QueueArguments.Commands.ToDictionary(), cancellationToken: ct);
        }

        for (var number = 1; number <= count; number++)
        {
            await channel.BasicPublishAsync("", Failed, mandatory: true, new BasicProperties
            {
                MessageId = $"message-{number}",
                DeliveryMode = DeliveryModes.Persistent,
                Headers = new Dictionary<string, object?> { ["MT-Fault-Message"] = reason ?? $"Reason {number}.", ["MT-Fault-Timestamp"] = "2026-11-22T10:00:00Z", ["kept"] = "yes" },
            }, Encoding.UTF8.GetBytes($$"""{ "message": { "job": "job-{{number}}" } }"""), ct);
        }

        return channel;
    }
}

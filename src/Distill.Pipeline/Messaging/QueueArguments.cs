namespace Distill.Pipeline.Messaging;

/// <summary>The arguments of every lasting queue. Who sends declares a queue as well as who consumes, so both take them from here.</summary>
internal static class QueueArguments
{
    // A message is delivered once more each time a worker dies with it; one that kills every worker must not go round for ever.
    private const int MostDeliveries = 20;

    // Longer than any segment; where the broker knows the argument, a worker that hangs loses its message after that.
    private const int MostMillisecondsHeld = 30 * 60 * 1000;

    /// <summary>Of the queues of reports, which nobody may lose: replicated.</summary>
    public static IReadOnlyDictionary<string, object?> Reports { get; } = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };

    /// <summary>Of the queues of commands: replicated, durable, bounded in redeliveries; dead messages are kept in <see cref="QueueName.Dead"/>.</summary>
    public static IReadOnlyDictionary<string, object?> Commands { get; } = new Dictionary<string, object?>
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = MostDeliveries,
        ["x-dead-letter-exchange"] = QueueName.Dead,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
        ["x-consumer-timeout"] = MostMillisecondsHeld,
    };
}

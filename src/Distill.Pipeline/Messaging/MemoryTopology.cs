namespace Distill.Pipeline.Messaging;

/// <summary>The queues of one process: they are there as soon as the bus has started.</summary>
internal sealed class MemoryTopology : IQueueTopology
{
    public Task DeclareAsync(QueueName queue, CancellationToken ct) => Task.CompletedTask;
}

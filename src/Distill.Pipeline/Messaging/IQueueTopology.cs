namespace Distill.Pipeline.Messaging;

/// <summary>Sees to it that a queue exists before something is sent to it: workers may come later than work.</summary>
internal interface IQueueTopology
{
    /// <summary>Declares a queue with the arguments that its workers declare it with; declaring it again is no work.</summary>
    Task DeclareAsync(QueueName queue, CancellationToken ct);
}

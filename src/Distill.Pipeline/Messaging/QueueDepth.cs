namespace Distill.Pipeline.Messaging;

/// <summary>How a queue stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ready">Messages that nobody has taken; what workers hold is not counted.</param>
/// <param name="Consumers">Connections that take from it.</param>
/// <param name="Failed">Messages that the bus gave up on.</param>
public sealed record QueueDepth(string Name, long Ready, long Consumers, long Failed);

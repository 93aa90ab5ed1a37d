using Distill.Pipeline.Messaging;

namespace Distill.Server.Documents;

/// <summary>The broker's queues.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="HasBroker">Whether there is a broker; without one all work is in one process.</param>
/// <param name="Queues">The queues.</param>
internal sealed record QueueList(int Version, bool HasBroker, IReadOnlyList<QueueDepth> Queues);

using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;

namespace Distill.Cli.Screens;

/// <summary>The queues of a broker and the workers of a store.</summary>
internal sealed record QueuesDocument(IReadOnlyList<QueueDepth> Queues, IReadOnlyList<WorkerRecord> Workers);

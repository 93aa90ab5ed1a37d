using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Teaches a sampled chunk once more and compares it with what another worker has published.</summary>
internal sealed class Verifier(JobGuard guard, Verification verification) : IConsumer<VerifyChunk>
{
    public Task Consume(ConsumeContext<VerifyChunk> context) =>
        guard.RunAsync(context, (record, ct) => verification.CheckAsync(record, context.Message, ct));
}

using Distill.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Fails a job one of whose messages has ended every worker that took it, so that it does not end the next ones.</summary>
internal sealed class DeadLetterReporter(JobGuard guard)
    : IConsumer<PrepareJob>, IConsumer<PrepareLabels>, IConsumer<TeachChunk>, IConsumer<VerifyChunk>, IConsumer<TrainSegment>, IConsumer<FillLabels>, IConsumer<FinishJob>
{
    public Task Consume(ConsumeContext<PrepareJob> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<PrepareLabels> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<TeachChunk> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<VerifyChunk> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<TrainSegment> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<FillLabels> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<FinishJob> context) => FailAsync(context.Message);

    private Task FailAsync(IJobMessage message) => message.Job is { } job && JobNames.Problem(job) is null
        ? guard.FailAsync(job, $"Every worker that took the message {message} ended with it; look at the workers' logs, mend the cause and retry the job.")
        : Task.CompletedTask;
}

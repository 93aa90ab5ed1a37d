using Distill.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Fails a job whose message the bus has given up on after its retries: a defect, or a machine in trouble.</summary>
internal sealed class FaultReporter(JobGuard guard)
    : IConsumer<Fault<PrepareJob>>, IConsumer<Fault<PrepareLabels>>, IConsumer<Fault<TeachChunk>>, IConsumer<Fault<TrainSegment>>,
        IConsumer<Fault<FillLabels>>, IConsumer<Fault<FinishJob>>
{
    public Task Consume(ConsumeContext<Fault<PrepareJob>> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<Fault<PrepareLabels>> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<Fault<TeachChunk>> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<Fault<TrainSegment>> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<Fault<FillLabels>> context) => FailAsync(context.Message);

    public Task Consume(ConsumeContext<Fault<FinishJob>> context) => FailAsync(context.Message);

    private async Task FailAsync<T>(Fault<T> fault)
        where T : class, IJobMessage
    {
        var cause = fault.Exceptions[0];
        if (cause.ExceptionType != typeof(BadMessageException).FullName && fault.Message.Job is { } job && JobNames.Problem(job) is null)
        {
            await guard.FailAsync(fault.Message.Job, $"An unexpected problem stopped the job: {cause.Message} ({cause.ExceptionType}) Run it again to go on; what is done is kept.");
        }
    }
}

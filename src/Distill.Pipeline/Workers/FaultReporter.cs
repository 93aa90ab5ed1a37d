using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Fails a job whose message the bus has given up on after its retries: a defect, or a machine in trouble.</summary>
internal sealed class FaultReporter(JobGuard guard)
    : IConsumer<Fault<PrepareJob>>, IConsumer<Fault<TeachChunk>>, IConsumer<Fault<TrainSegment>>, IConsumer<Fault<FinishJob>>
{
    public Task Consume(ConsumeContext<Fault<PrepareJob>> context) => FailAsync(context.Message.Message.Job, context.Message, context);

    public Task Consume(ConsumeContext<Fault<TeachChunk>> context) => FailAsync(context.Message.Message.Job, context.Message, context);

    public Task Consume(ConsumeContext<Fault<TrainSegment>> context) => FailAsync(context.Message.Message.Job, context.Message, context);

    public Task Consume(ConsumeContext<Fault<FinishJob>> context) => FailAsync(context.Message.Message.Job, context.Message, context);

    private Task FailAsync(string job, Fault fault, IPublishEndpoint bus)
    {
        var cause = fault.Exceptions[0];
        return guard.FailAsync(job, $"An unexpected problem stopped the job: {cause.Message} ({cause.ExceptionType}) Run it again to go on; what is done is kept.", bus);
    }
}

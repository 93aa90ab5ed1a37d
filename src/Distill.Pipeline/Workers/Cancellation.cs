using Distill.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Lets go of a job's work when the job is cancelled or has failed. Without this event the work would end with its segment.</summary>
internal sealed class Cancellation(WorkInHand hand) : IConsumer<JobChanged>
{
    public Task Consume(ConsumeContext<JobChanged> context)
    {
        if (context.Message.State is nameof(JobState.Cancelled) or nameof(JobState.Failed))
        {
            hand.Cancel(context.Message.Job);
        }
        return Task.CompletedTask;
    }
}

using Distill.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Lets the next jobs in when one has ended. One worker hears of each end; where the news is lost, the looking after stale jobs does it.</summary>
internal sealed class NextJobs(Admission admission, StopSignal stop) : IConsumer<JobChanged>
{
    public Task Consume(ConsumeContext<JobChanged> context) =>
        context.Message.State is nameof(JobState.Finished) or nameof(JobState.Failed) or nameof(JobState.Cancelled)
            ? admission.NextAsync(stop.Token)
            : Task.CompletedTask;
}

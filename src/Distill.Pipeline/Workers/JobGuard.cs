using Distill.Artifacts;
using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Networks;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Tensors;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>
/// The edge between workers and the bus. A problem that a person has to solve fails the job with its sentence and is not retried;
/// anything else goes back to the bus, which retries and then reports a fault.
/// </summary>
internal sealed class JobGuard(JobStore jobs, JobEvents events, StopSignal stop, TimeProvider time)
{
    /// <summary>Runs a worker's part for a job that has not ended.</summary>
    public async Task RunAsync(string job, ConsumeContext message, Func<CancellationToken, Task> work)
    {
        if (stop.Token.IsCancellationRequested || await jobs.FindAsync(job, stop.Token) is not { IsFinal: false })
        {
            return;
        }
        try
        {
            await work(stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // The process is ending. Everything that counts is stored; the job goes on when it is run again.
        }
        catch (Exception problem) when (IsForPeople(problem))
        {
            await FailAsync(job, problem.Message, message);
        }
    }

    /// <summary>Fails a job unless it has ended already.</summary>
    public Task FailAsync(string job, string sentence, IPublishEndpoint bus) =>
        MoveAsync(job, record => record with { State = JobState.Failed, Failure = sentence, Ended = time.GetUtcNow() }, bus);

    /// <summary>Moves a job to a later state.</summary>
    public Task MoveAsync(string job, JobState state, IPublishEndpoint bus) => MoveAsync(
        job, record => record.State < state ? record with { State = state, Ended = state == JobState.Finished ? time.GetUtcNow() : null } : record, bus);

    private async Task MoveAsync(string job, Func<JobRecord, JobRecord> change, IPublishEndpoint bus)
    {
        var (record, changed) = await jobs.UpdateAsync(job, r => r.IsFinal ? r : change(r), CancellationToken.None);
        if (changed)
        {
            await events.AppendAsync(record, CancellationToken.None);
            await bus.Publish(new JobChanged(job, record.State.ToString(), record.Failure));
        }
    }

    private static bool IsForPeople(Exception problem) => problem
        is DataProblemException or NetworkProblemException or SafetensorsException or LabelException or StoreException
        or TrainingException or TensorException or LibtorchMissingException;
}

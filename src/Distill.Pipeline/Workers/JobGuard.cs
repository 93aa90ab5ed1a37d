using Distill.Artifacts;
using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Networks;
using Distill.Pipeline.Alerts;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Tensors;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>
/// The edge between workers and the bus. A problem that a person has to solve fails the job with its sentence and is not retried;
/// anything else goes back to the bus, which retries and then reports a fault.
/// </summary>
internal sealed class JobGuard(
    JobStore jobs, JobEvents events, StopSignal stop, WorkInHand hand, WorkerIdentity worker, CommandSender sender, AlertBook alerts, TimeProvider time)
{
    /// <summary>Runs a worker's part for a job that has not ended.</summary>
    public async Task RunAsync<T>(ConsumeContext<T> message, Func<JobRecord, CancellationToken, Task> work)
        where T : class, IJobMessage
    {
        MessageRules.Check(message.Message);
        var done = false;
        if (!stop.Token.IsCancellationRequested)
        {
            using var piece = hand.Take(message.Message.Job, WorkNames.Of(message.Message));
            done = await RunAsync(piece, work);
        }
        if (!done && !worker.IsAlone)
        {
            // Never acknowledged: the broker gives the message to another worker as soon as this process has let go of it.
            await Task.Delay(Timeout.InfiniteTimeSpan, time, message.CancellationToken);
        }
    }

    /// <summary>Fails a job unless it has ended already.</summary>
    public Task FailAsync(string job, string sentence) =>
        MoveAsync(job, record => record with { State = JobState.Failed, Failure = sentence, Ended = time.GetUtcNow() });

    /// <summary>Ends a job whose report is written.</summary>
    public async Task FinishAsync(string job, JobOutcome outcome)
    {
        await AlertAsync(job, AlertRules.Of(outcome));
        await MoveAsync(job, record => record with { State = JobState.Finished, Outcome = outcome, Ended = time.GetUtcNow() });
    }

    /// <summary>Moves a job to a later state.</summary>
    public Task MoveAsync(string job, JobState state) => MoveAsync(
        job, record => record.State < state ? record with { State = state, Ended = state == JobState.Finished ? time.GetUtcNow() : null } : record);

    // False where a stop of the process came in between.
    private async Task<bool> RunAsync(WorkInHand.Piece piece, Func<JobRecord, CancellationToken, Task> work)
    {
        try
        {
            if (await jobs.FindAsync(piece.Job, piece.Token) is { IsFinal: false } record)
            {
                await work(record, piece.Token);
            }
        }
        catch (OperationCanceledException) when (piece.Token.IsCancellationRequested)
        {
            return !stop.Token.IsCancellationRequested;
        }
        catch (Exception problem) when (IsForPeople(problem) && (worker.IsAlone || problem is not StoreException { IsTransient: true }))
        {
            // The alert first: whoever follows a job may look away when it has ended.
            try
            {
                await AlertAsync(piece.Job, AlertRules.Of(problem));
            }
            finally
            {
                await FailAsync(piece.Job, problem.Message);
            }
        }
        return true;
    }

    private async Task MoveAsync(string job, Func<JobRecord, JobRecord> change)
    {
        var (record, changed) = await jobs.UpdateAsync(job, r => r.IsFinal ? r : change(r), CancellationToken.None);
        if (changed)
        {
            Telemetry.Moves.Add(1, new KeyValuePair<string, object?>("state", record.State.ToString().ToLowerInvariant()));
            await events.AppendAsync(record, CancellationToken.None);
            await sender.TellAsync(new JobChanged(job, record.State.ToString(), record.Failure));
        }
    }

    private async Task AlertAsync(string job, Alert? alert)
    {
        if (alert is not null)
        {
            await alerts.RaiseAsync(job, alert, CancellationToken.None);
        }
    }

    private static bool IsForPeople(Exception problem) => problem
        is DataProblemException or NetworkProblemException or SafetensorsException or LabelException or StoreException
        or TrainingException or TensorException or LibtorchMissingException or CheckpointDamagedException;
}

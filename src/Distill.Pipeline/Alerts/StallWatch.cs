using Distill.Jobs;

namespace Distill.Pipeline.Alerts;

/// <summary>Notices when a job that is under way has not moved for long.</summary>
/// <param name="longest">How long it may stand still.</param>
/// <param name="time">The clock.</param>
public sealed class StallWatch(TimeSpan longest, TimeProvider time)
{
    private (JobState State, long Done) _seen;
    private long _moved = time.GetTimestamp();
    private bool _told;

    /// <summary>Looks at a job.</summary>
    /// <returns>An alert when it has just been found to stand still.</returns>
    public Alert? Look(JobProgress progress)
    {
        var now = (progress.State, progress.Stages.Sum(stage => stage.Done));
        var rests = progress.State == JobState.Queued || progress.State.IsFinal();
        if (now != _seen || rests)
        {
            (_seen, _moved, _told) = (now, time.GetTimestamp(), false);
            return null;
        }

        if (_told || time.GetElapsedTime(_moved) < longest)
        {
            return null;
        }

        _told = true;
        return new Alert(Alert.Stalled, $"The job is {progress.State.ToString().ToLowerInvariant()}, but for {longest.TotalMinutes:0.#} minutes nothing has moved; look whether its workers are there (`distill queues`).");
    }
}

namespace Distill.Jobs;

/// <summary>How far a job has come.</summary>
public enum JobState
{
    /// <summary>Accepted; no worker has taken it yet.</summary>
    Queued,

    /// <summary>The teacher is being trained or loaded, checked and calibrated.</summary>
    Preparing,

    /// <summary>The teacher labels, and no student has begun.</summary>
    Teaching,

    /// <summary>Students or baselines train; the teacher may still be labelling.</summary>
    Learning,

    /// <summary>Everything is trained; report and model cards are being written.</summary>
    Reporting,

    /// <summary>The report is there. Final.</summary>
    Finished,

    /// <summary>The job cannot go on; <see cref="JobProgress.Failure"/> says why. Final until it is run again.</summary>
    Failed,

    /// <summary>A person ended it. Final until it is run again.</summary>
    Cancelled,
}

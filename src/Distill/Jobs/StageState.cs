namespace Distill.Jobs;

/// <summary>How far one stage of a job has come.</summary>
public enum StageState
{
    /// <summary>Not begun; something before it is still running.</summary>
    Waiting,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Complete.</summary>
    Done,

    /// <summary>Not needed, for example because everything it makes was already there.</summary>
    Skipped,

    /// <summary>Ended by an error.</summary>
    Failed,
}

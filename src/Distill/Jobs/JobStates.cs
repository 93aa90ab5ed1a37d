namespace Distill.Jobs;

/// <summary>What follows from a job's state.</summary>
public static class JobStates
{
    /// <summary>Whether nothing more will happen without a person.</summary>
    public static bool IsFinal(this JobState state) => state is JobState.Finished or JobState.Failed or JobState.Cancelled;
}

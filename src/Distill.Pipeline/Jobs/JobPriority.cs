namespace Distill.Pipeline.Jobs;

/// <summary>How urgent a job is. A worker takes work of a lower priority only when it has none of a higher one.</summary>
public enum JobPriority
{
    /// <summary>Before all others.</summary>
    High,

    /// <summary>The default.</summary>
    Normal,

    /// <summary>When nothing else is to do.</summary>
    Low,
}

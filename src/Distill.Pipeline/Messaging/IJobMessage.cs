namespace Distill.Pipeline.Messaging;

/// <summary>A command that belongs to a job.</summary>
internal interface IJobMessage
{
    /// <summary>The job's name.</summary>
    string Job { get; }
}

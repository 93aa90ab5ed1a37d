using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Messaging;

/// <summary>
/// A queue of the control plane: what is done with its messages, by machines of which kind, how urgently. The protocol's version is
/// part of the name, so that messages of a newer version wait for workers that understand them instead of failing on older ones.
/// </summary>
/// <param name="Work">Name of a <see cref="WorkKind"/>.</param>
/// <param name="Route">Kind of machine that it is for (<see cref="Routes"/>).</param>
/// <param name="Priority">Priority of its jobs.</param>
/// <param name="Protocol">Version of the protocol that its messages are written in.</param>
internal sealed record QueueName(string Work, string Route, JobPriority Priority, int Protocol)
{
    /// <summary>The newest version of the protocol that this program speaks.</summary>
    public const int Version = 1;

    /// <summary>The oldest version that it still takes work of: jobs that were submitted before an upgrade are finished after it.</summary>
    public const int Oldest = 1;

    /// <summary>All names begin so, in a broker that may serve others, too.</summary>
    public const string Prefix = "distill-";

    /// <summary>Where messages go that killed every worker that took them.</summary>
    public const string Dead = Prefix + "dead";

    /// <summary>Where the bus tells of messages that it has given up on.</summary>
    public const string Faults = Prefix + "faults";

    /// <summary>Where one of the student workers hears of jobs that have ended.</summary>
    public const string Ends = Prefix + "ends";

    /// <summary>The queue's name, which is also the name of the exchange that leads to it.</summary>
    public override string ToString() => $"{Prefix}{Work}-v{Protocol}.{Route}.{Priority.ToString().ToLowerInvariant()}";
}

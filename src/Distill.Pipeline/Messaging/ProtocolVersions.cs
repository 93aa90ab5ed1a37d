namespace Distill.Pipeline.Messaging;

/// <summary>The versions of the protocol that a process speaks. A job stays with the one that it was submitted in.</summary>
/// <param name="Oldest">The oldest that it still takes work of.</param>
/// <param name="Newest">The newest, in which it submits jobs.</param>
internal sealed record ProtocolVersions(int Oldest, int Newest)
{
    /// <summary>What this program speaks.</summary>
    public static ProtocolVersions Spoken { get; } = new(QueueName.Oldest, QueueName.Version);

    /// <summary>All of them, the oldest first.</summary>
    public IEnumerable<int> All => Enumerable.Range(Oldest, Newest - Oldest + 1);
}

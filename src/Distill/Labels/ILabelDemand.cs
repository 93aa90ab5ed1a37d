namespace Distill.Labels;

/// <summary>Hears from a reader of labels what it needs next, so that teachers are asked for it in time and not long before.</summary>
public interface ILabelDemand
{
    /// <summary>The reader has come to this chunk; it may be there already.</summary>
    Task AskedAsync(int view, int chunk, CancellationToken ct);

    /// <summary>
    /// The reader waits for this chunk and nothing at all has arrived for a while, or what arrived could not be used: whoever was
    /// asked for it is gone.
    /// </summary>
    Task MissedAsync(int view, int chunk, CancellationToken ct);
}

namespace Distill.Benchmarks.Table;

/// <summary>How much is done for a figure.</summary>
/// <param name="Rounds">Turns of Distill and of each peer.</param>
/// <param name="Steps">Steps, batches or calls in a turn.</param>
/// <param name="Batch">Samples in a step.</param>
/// <param name="Peers">Whether PyTorch is asked, too.</param>
internal sealed record Effort(int Rounds, int Steps, int Batch, bool Peers)
{
    /// <summary>A minute in all.</summary>
    public static Effort Minute { get; } = new(Rounds: 3, Steps: 3, Batch: 128, Peers: false);

    /// <summary>Everything that the documents report.</summary>
    public static Effort Full { get; } = new(Rounds: 5, Steps: 3, Batch: 128, Peers: true);

    /// <summary>Just enough to see that the measurements still run.</summary>
    public static Effort Tiny { get; } = new(Rounds: 1, Steps: 1, Batch: 4, Peers: false);
}

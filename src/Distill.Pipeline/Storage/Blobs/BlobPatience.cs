namespace Distill.Pipeline.Storage.Blobs;

/// <summary>How long a call to blob storage is kept at before it counts as an outage.</summary>
internal sealed record BlobPatience
{
    /// <summary>From the first attempt to giving up, pauses included.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One attempt. A piece of <see cref="BlobReader.Piece"/> passes in this time at 0.2 MB/s.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The first pause, about; later ones grow.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>No pause is longer, but for one that the service asks for.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);
}

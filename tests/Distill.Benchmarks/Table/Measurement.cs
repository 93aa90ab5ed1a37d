namespace Distill.Benchmarks.Table;

/// <summary>One line of the table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">Median of what Distill does.</param>
/// <param name="Unit">Its unit; of a duration (ms, s) or size (MB) less is better, of everything else more.</param>
/// <param name="Peer">Whom it is compared with, in turn in the same run; null for a figure that stands alone.</param>
/// <param name="PeerValue">Median of the peer, in the same unit.</param>
/// <param name="Goal">What the ratio should reach, or without a peer the value; null where there is none.</param>
internal sealed record Measurement(string Name, double Value, string Unit, string? Peer = null, double? PeerValue = null, double? Goal = null)
{
    /// <summary>How many times as good as the peer; null without one.</summary>
    public double? Ratio => PeerValue is { } peer ? LessIsBetter ? peer / Value : Value / peer : null;

    /// <summary>Whether the goal is reached; null without a goal.</summary>
    public bool? Reached => Goal is not { } goal ? null : Ratio is { } ratio ? ratio >= goal : LessIsBetter ? Value <= goal : Value >= goal;

    private bool LessIsBetter => Unit is "ms" or "s" or "MB" or "%";
}

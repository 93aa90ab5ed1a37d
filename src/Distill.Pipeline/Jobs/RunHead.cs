using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>
/// How far a run is (<c>jobs/NAME/runs/RUN/head.json</c>). Moved by replace-if-match after the checkpoint it names is stored, so of two
/// trainers with the same segment only one counts.
/// </summary>
public sealed record RunHead
{
    /// <summary>Segments done, those included that only waited for labels: the fence against a segment that is sent for twice.</summary>
    public long Segment { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Steps in the whole run.</summary>
    public required long Steps { get; init; }

    /// <summary>SHA-256 of the checkpoint, which is also its name; empty at a run's beginning.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Seconds trained so far, over all segments.</summary>
    public required double Seconds { get; init; }

    /// <summary>One point per finished epoch.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>The trained network on the test split; null until the last step is done.</summary>
    public Evaluation? Final { get; init; }

    /// <summary>SHA-256 over the label chunks learned from, in order; empty without labels.</summary>
    public string LabelsDigest { get; init; } = "";

    /// <summary>The head with the checkpoint before this one, for the case that this one turns out to be damaged; null at first.</summary>
    public RunHead? Previous { get; init; }

    /// <summary>Whether the last step is done.</summary>
    public bool Finished => Step >= Steps;
}

using Distill.Labels;
using Distill.Networks;

namespace Distill.Reports;

/// <summary>The labels that a job's students learned from, and what they cost.</summary>
public sealed record LabelsReport
{
    /// <summary>The label set's fingerprint: jobs with the same one share its labels.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>SHA-256 over the hashes of the chunks consumed, in (view, chunk) order: equal digests mean equal labels.</summary>
    public required string Digest { get; init; }

    /// <summary>The number of views (augmented versions of the training images) that the job asked for.</summary>
    public required int Views { get; init; }

    /// <summary>The number of views that the teacher labelled for this job.</summary>
    public required int Taught { get; init; }

    /// <summary>The number of views that were already there.</summary>
    public required int Reused { get; init; }

    /// <summary>Stored bytes per sample and view, headers and checksums included.</summary>
    public required double BytesPerSample { get; init; }

    /// <summary>Mean KL divergence, in nats, of the stored logits' distribution from that of the full-precision ones; null when every view was reused.</summary>
    public double? Fidelity { get; init; }

    /// <summary>Arithmetic of the teacher: <c>float32</c> or <c>bfloat16</c>.</summary>
    public string Precision { get; init; } = PrecisionNames.Float32;

    /// <summary>What the labels lose by that arithmetic, on the test images; null for float32.</summary>
    public PrecisionLoss? PrecisionLoss { get; init; }

    /// <summary>The numerics class of the teachers: what decides the last bits of a label.</summary>
    public required string NumericsClass { get; init; }
}

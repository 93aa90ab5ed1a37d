using Distill.Labels;
using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>A teacher on the test split (<c>labels/FINGERPRINT/gate.json</c>).</summary>
/// <param name="Evaluation">Accuracy and calibration of its answers, before they are stored.</param>
/// <param name="Fidelity">Mean KL divergence, in nats, that the stored encoding adds to its answers.</param>
public sealed record GateRecord(Evaluation Evaluation, double Fidelity)
{
    /// <summary>What the labels lose by the teacher's arithmetic; null for float32.</summary>
    public PrecisionLoss? PrecisionLoss { get; init; }
}

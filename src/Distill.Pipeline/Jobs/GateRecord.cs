using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>A teacher on the test split (<c>labels/FINGERPRINT/gate.json</c>).</summary>
/// <param name="Evaluation">Accuracy and calibration of its float32 answers.</param>
/// <param name="Fidelity">Mean KL divergence, in nats, that the stored encoding adds to its answers.</param>
public sealed record GateRecord(Evaluation Evaluation, double Fidelity);

namespace Distill.Quantization;

/// <summary>One way of making bytes that was tried, and what came of it.</summary>
/// <param name="Calibrator">How ranges were chosen.</param>
/// <param name="CorrectedBiases">Whether biases were corrected.</param>
/// <param name="FloatLayers">Layers that stayed floats.</param>
/// <param name="Quality">How it compares with the floats.</param>
public sealed record QuantizationAttempt(Calibrator Calibrator, bool CorrectedBiases, IReadOnlyList<string> FloatLayers, QuantizationQuality Quality);

using System.Globalization;

namespace Distill.Quantization;

/// <summary>Says how a network on bytes was made, and why one is not published.</summary>
public static class QuantizationWords
{
    /// <summary>How it was made, in one line.</summary>
    public static string Recipe(QuantizationReport report)
    {
        var parts = new List<string>
        {
            report.Scheme,
            $"ranges by {report.Calibrator.ToString().ToLowerInvariant()} from {report.CalibrationImages} training images",
        };
        if (report.CorrectedBiases)
        {
            parts.Add("biases corrected");
        }

        if (report.FloatLayers.Count > 0)
        {
            parts.Add($"in floats: {string.Join(", ", report.FloatLayers)}");
        }

        return string.Join("; ", parts);
    }

    /// <summary>Why it is not written, and what to do.</summary>
    public static string Refusal(QuantizationReport report) => report.Census is { Fallbacks: { Count: > 0 } fallbacks }
        ? $"The student on bytes is not written: ONNX Runtime runs {string.Join(", ", fallbacks.Select(count => $"{count.Value} x {count.Key}"))} in floats, which nobody asked for; take onnx, or another network."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The student on bytes is not written: it agrees with the floats on {100 * report.Quality!.Agreement:0.00} % of {report.Quality.Samples} images ({100 * QuantizationQuality.LeastAgreement:0} % are needed), diverges by {report.Quality.Divergence:0.0000} nats ({QuantizationQuality.MostDivergence} at most) and is {100 * (report.Quality.AccuracyFloat32 - report.Quality.AccuracyInt8):0.00} points worse ({100 * QuantizationQuality.MostLost:0} at most), after {report.Attempts.Count} attempts; train it for longer, or take onnx.");
}

using System.Text.Json.Serialization;

namespace Distill.Quantization;

/// <summary>How a network on bytes was made, and why it may or may not be used.</summary>
public sealed record QuantizationReport
{
    /// <summary>The layout of the bytes: <c>U8S8</c>, <c>U8S7</c> or <c>S8S8</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>How ranges were chosen in the end.</summary>
    public required Calibrator Calibrator { get; init; }

    /// <summary>Training images that the ranges follow from.</summary>
    public required int CalibrationImages { get; init; }

    /// <summary>Whether biases were corrected.</summary>
    public required bool CorrectedBiases { get; init; }

    /// <summary>Layers that stayed in 32-bit floats, because the network would have lost too much.</summary>
    public required IReadOnlyList<string> FloatLayers { get; init; }

    /// <summary>How the result compares with the floats; null where ONNX Runtime was not there to compare.</summary>
    public QuantizationQuality? Quality { get; init; }

    /// <summary>What was tried, in this order, until something was good enough; empty where nothing could be compared.</summary>
    public IReadOnlyList<QuantizationAttempt> Attempts { get; init; } = [];

    /// <summary>The operators that are really run; null where ONNX Runtime was not there.</summary>
    public OperatorCensus? Census { get; init; }

    /// <summary>Whether it was compared and is good, or could not be compared.</summary>
    [JsonIgnore]
    public bool MayBePublished => Quality is null || (Quality.IsGood && Census is { Fallbacks.Count: 0 });
}

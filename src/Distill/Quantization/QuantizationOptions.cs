namespace Distill.Quantization;

/// <summary>How a network becomes bytes.</summary>
public sealed record QuantizationOptions
{
    /// <summary>The processor to write for. Default: x86.</summary>
    public QuantizationTarget Target { get; init; }

    /// <summary>How ranges are chosen. Default: by the mean squared error.</summary>
    public Calibrator Calibrator { get; init; }

    /// <summary>Whether the mean error that rounded weights cause is taken out of the biases. Default: no.</summary>
    public bool CorrectBiases { get; init; }

    /// <summary>Convolutions and linear layers whose weights stay 32-bit floats. Default: none.</summary>
    public IReadOnlyCollection<string> FloatLayers { get; init; } = [];

    internal bool SignedActivations => Target == QuantizationTarget.Arm;

    internal int HighestWeight => Target == QuantizationTarget.X86WithoutVnni ? 63 : 127;

    /// <summary>What reports call the layout.</summary>
    internal string Scheme => Target switch
    {
        QuantizationTarget.X86 => "U8S8",
        QuantizationTarget.X86WithoutVnni => "U8S7",
        _ => "S8S8",
    };
}

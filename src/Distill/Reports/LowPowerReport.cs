using Distill.Devices;
using Distill.Quantization;

namespace Distill.Reports;

/// <summary>What a student asks of a small device, in each of the forms in which it is delivered: the content of <c>low-power.json</c>.</summary>
public sealed record LowPowerReport
{
    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>Parameters, arithmetic, bytes and activations, found from the graph.</summary>
    public required DeviceCost Cost { get; init; }

    /// <summary>Which classes of microcontrollers it fits.</summary>
    public required IReadOnlyList<MemoryFit> Fits { get; init; }

    /// <summary>Where the energies of the model come from; it ranks networks and is no joule of a board.</summary>
    public string EnergyTable { get; init; } = EnergyModel.Table;

    /// <summary>Bytes of SRAM that the energy model assumes.</summary>
    public long EnergySram { get; init; } = EnergyModel.DefaultSram;

    /// <summary>Where latencies were measured; null where ONNX Runtime was not there.</summary>
    public MachineReport? Machine { get; init; }

    /// <summary>The safetensors file, then the ONNX files that were made; the one in floats also where only the one on bytes was asked for, to compare.</summary>
    public required IReadOnlyList<ModelForm> Forms { get; init; }

    /// <summary>How the form on bytes was made; null where none was asked for.</summary>
    public QuantizationReport? Quantization { get; init; }
}

using Distill.Devices;

namespace Distill.Reports;

/// <summary>One of the files in which a student is delivered: how large, how good and how fast it is.</summary>
public sealed record ModelForm
{
    /// <summary>What it is called in the job file: <c>safetensors</c>, <c>onnx</c> or <c>onnx-int8</c>.</summary>
    public required string Form { get; init; }

    /// <summary>The file's name in the student's folder.</summary>
    public required string File { get; init; }

    /// <summary>Whether the file is there; one that was not asked for is made on the way to the bytes, and is what they are compared with.</summary>
    public bool IsDelivered { get; init; } = true;

    /// <summary>The size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Whether it takes bytes as they come from a camera (N × height × width × channels) and scales them itself.</summary>
    public bool TakesBytes { get; init; }

    /// <summary>Top-1 accuracy on the held-out images; null where nothing could run it.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Fraction of held-out images about which it names the same class as the student in 32-bit floats; null for those themselves.</summary>
    public double? Agreement { get; init; }

    /// <summary>How long one image takes on the machine of the report; null where it was not measured.</summary>
    public LatencyFigures? Microseconds { get; init; }

    /// <summary>What the energy model says one image costs; null for a form that is not run on devices.</summary>
    public EnergyEstimate? ModelledEnergy { get; init; }

    /// <summary>What a counter says one image costs; null where the machine has none.</summary>
    public MeasuredEnergy? MeasuredEnergy { get; init; }
}

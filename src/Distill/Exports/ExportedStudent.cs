using Distill.Reports;

namespace Distill.Exports;

/// <summary>The files of a student beside its safetensors, and what they ask of a device.</summary>
/// <param name="Files">Contents by file name.</param>
/// <param name="LowPower">How large, good and fast each form is.</param>
public sealed record ExportedStudent(IReadOnlyDictionary<string, byte[]> Files, LowPowerReport LowPower);

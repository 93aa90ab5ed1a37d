namespace Distill.Networks;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Weights">Its tensors, as 32-bit floats.</param>
/// <param name="Metadata">What its writer noted beside them.</param>
public sealed record SafetensorsFile(Weights Weights, IReadOnlyDictionary<string, string> Metadata);

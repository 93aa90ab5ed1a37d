namespace Distill.Tensors.Interop.Onnx;

/// <summary>Something that only ONNX Runtime can do was asked for on a machine without it; the message says how to get it.</summary>
public sealed class OnnxRuntimeMissingException(string why)
    : Exception($"ONNX Runtime is not on this machine ({why}): run './distill doctor --fix', or set {OnnxRuntime.PathVariable} to a libonnxruntime.so of version 1.16 or newer.");

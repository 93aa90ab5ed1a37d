namespace Distill.Tensors.Interop.Onnx;

/// <summary>ONNX Runtime refused a model or a call; the message holds its own words.</summary>
public sealed class OnnxRuntimeException(string message) : Exception(message);

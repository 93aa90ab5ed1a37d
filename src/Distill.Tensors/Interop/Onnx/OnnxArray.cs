namespace Distill.Tensors.Interop.Onnx;

/// <summary>A value that a model has computed.</summary>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">Its numbers in row-major order.</param>
public sealed record OnnxArray(long[] Shape, float[] Values);

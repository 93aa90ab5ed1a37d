namespace Distill.Tensors.Interop.Onnx;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="ElementType">What it holds.</param>
/// <param name="Shape">Its dimensions; -1 for those that the caller chooses, such as the batch.</param>
public sealed record OnnxValueInfo(string Name, OnnxElementType ElementType, long[] Shape);

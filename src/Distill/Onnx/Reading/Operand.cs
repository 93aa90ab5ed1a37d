namespace Distill.Onnx;

/// <summary>A value of an ONNX graph while it is read: known from the file alone, or computed from the images.</summary>
/// <param name="Dimensions">Its dimensions in the file, for one image.</param>
internal abstract record Operand(long[] Dimensions);

namespace Distill.Onnx;

/// <summary>An operator of an ONNX file.</summary>
/// <param name="Operator">Its name; with the domain before it where that is not ONNX's own.</param>
/// <param name="Nodes">How many nodes of the file are of it.</param>
/// <param name="IsNative">Whether this program can run it.</param>
/// <param name="FirstNode">The name of the first such node.</param>
public sealed record OnnxOperatorUse(string Operator, int Nodes, bool IsNative, string FirstNode);

using Distill.Data;

namespace Distill.Onnx;

/// <summary>The head of a graph that takes bytes as they come from a camera.</summary>
internal static class Preprocessing
{
    public const string Name = "preprocessing";

    /// <summary>The name of the normalised pixels.</summary>
    public const string Pixels = $"{Name}.shift";

    /// <summary>Adds what turns bytes (N × height × width × channels) into normalised pixels (N × channels × height × width).</summary>
    /// <returns>The name of the pixels.</returns>
    public static string Write(GraphWriter writer, Normalization normalization)
    {
        float[] factors = [.. normalization.Std.Select(std => (float)(1 / (255.0 * std)))];
        float[] summands = [.. normalization.Mean.Zip(normalization.Std, (mean, std) => (float)(-(double)mean / std))];
        long[] shape = [factors.Length, 1, 1];
        var floats = writer.Node("Cast", $"{Name}.cast", [OnnxExport.Input], Attributes.Of("to", ElementTypes.Single));
        var planes = writer.Node("Transpose", $"{Name}.planes", [floats], Attributes.Of("perm", [0, 3, 1, 2]));
        var scaled = writer.Node("Mul", $"{Name}.scale", [planes, writer.Floats($"{Name}.factors", shape, factors)]);
        return writer.Node("Add", Pixels, [scaled, writer.Floats($"{Name}.summands", shape, summands)]);
    }
}

namespace Distill.Exports;

/// <summary>The forms in which a student is delivered, as job files call them.</summary>
public static class ExportForms
{
    /// <summary>Weights by name, beside <c>network.json</c>; always written.</summary>
    public const string Safetensors = "safetensors";

    /// <summary>An ONNX file in 32-bit floats.</summary>
    public const string Onnx = "onnx";

    /// <summary>An ONNX file on bytes.</summary>
    public const string OnnxInt8 = "onnx-int8";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Safetensors, Onnx, OnnxInt8];

    /// <summary>The name of a form's file in the student's folder.</summary>
    public static string FileOf(string form) => form switch
    {
        Safetensors => "model.safetensors",
        Onnx => "model.onnx",
        _ => "model.int8.onnx",
    };
}

using Distill.Networks;
using Google.Protobuf;

namespace Distill.Onnx;

/// <summary>Opens ONNX files, which may come from anywhere: nothing in them is believed before it is checked.</summary>
internal static class OnnxFile
{
    private const int DeepestNesting = 64;
    private const int FirstOpset = 7;
    private const int LastOpset = 25;

    /// <summary>Reads a file as far as its format goes.</summary>
    /// <exception cref="NetworkProblemException">It is absent, cut short, or no ONNX file.</exception>
    public static ModelProto Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new NetworkProblemException($"{path}: cannot be read ({problem.Message.TrimEnd('.')}); check the path and your rights.", problem);
        }
        catch (NetworkProblemException problem)
        {
            throw new NetworkProblemException($"{path}: {problem.Message}; {(problem.InnerException is null ? "export it again" : "the file is damaged or no ONNX file, fetch or export it again")}.", problem);
        }
    }

    /// <summary>Reads a file as far as its format goes.</summary>
    /// <exception cref="NetworkProblemException">It is cut short or no ONNX file; the message does not name it.</exception>
    public static ModelProto Read(Stream stream)
    {
        var model = Parse(stream);
        Check(model);
        return model;
    }

    /// <summary>A name out of a file as messages and screens may show it: without line breaks and other control characters.</summary>
    public static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

    /// <summary>The version of the format's operators that a model uses.</summary>
    public static long Opset(ModelProto model) =>
        model.OpsetImport.FirstOrDefault(entry => entry.Domain is "" or "ai.onnx")?.Version ?? 0;

    private static ModelProto Parse(Stream stream)
    {
        if (stream.Length > Array.MaxLength)
        {
            throw new NetworkProblemException($"has {stream.Length} bytes, but the format ends at {int.MaxValue}; keep its tensors in a file beside it");
        }

        try
        {
            using var input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, DeepestNesting);
            return ModelProto.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException problem)
        {
            throw new NetworkProblemException($"breaks off or does not follow the format ({problem.Message.TrimEnd('.')})", problem);
        }
    }

    private static void Check(ModelProto model)
    {
        if (model.Graph is not { Node.Count: > 0 } || model.OpsetImport.Count == 0)
        {
            throw new NetworkProblemException("holds no graph", new InvalidDataException());
        }

        if (Opset(model) is < FirstOpset or > LastOpset)
        {
            throw new NetworkProblemException($"is written in opset {Opset(model)}, but this program reads {FirstOpset} to {LastOpset}; export it with opset 17");
        }
    }
}

using System.Text.Json;
using Distill.Data;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Reads classifiers of images from ONNX files of any framework.</summary>
public static class OnnxImport
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="size">The images it is to take, where the file leaves height and width open.</param>
    /// <exception cref="UnknownOperatorException">It has a node that a network cannot have.</exception>
    /// <exception cref="NetworkProblemException">It is absent, damaged, or no classifier of images.</exception>
    public static OnnxNetwork Read(string path, ImageShape? size = null)
    {
        var model = OnnxFile.Read(path);
        try
        {
            return Translate(model, Path.GetFileNameWithoutExtension(path), Path.GetDirectoryName(Path.GetFullPath(path))!, size);
        }
        catch (UnknownOperatorException problem)
        {
            throw new UnknownOperatorException($"{path}: ", OnnxFile.Plain(problem.Node), OnnxFile.Plain(problem.Operator));
        }
        catch (NetworkProblemException problem)
        {
            throw new NetworkProblemException($"{path}: {OnnxFile.Plain(problem.Message).TrimEnd('.')}; export it again as a classifier of single images.", problem);
        }
    }

    /// <summary>Reads a file that is in memory; it has to be whole, without files beside it.</summary>
    /// <param name="onnx">The bytes of the file.</param>
    /// <param name="name">What messages call it, and the network if the file does not say.</param>
    /// <exception cref="NetworkProblemException">It is damaged, or no classifier of images.</exception>
    public static OnnxNetwork Read(byte[] onnx, string name) =>
        Translate(OnnxFile.Read(new MemoryStream(onnx)), name, folder: null, size: null);

    /// <summary>How the pixels of a file's images were scaled in training, if it says so.</summary>
    /// <exception cref="NetworkProblemException">The file is absent or damaged.</exception>
    public static Normalization? NormalizationOf(string path)
    {
        var model = OnnxFile.Read(path);
        var notes = Notes(model);
        return List<float>(notes, MetadataKeys.Mean) is { } mean ? Scaling(notes, mean.Length) : null;
    }

    /// <summary>Translates a model that is in memory.</summary>
    internal static OnnxNetwork Translate(ModelProto model, string name, string? folder, ImageShape? size)
    {
        var notes = Notes(model);
        var known = notes.GetValueOrDefault(MetadataKeys.Network) is { Length: > 0 } noted ? OnnxFile.Plain(noted) : name;
        var (images, input, skipped) = InputReader.Read(model, size);
        var draft = new NetworkDraft(known, input);
        var output = new GraphReader(model, draft, new ExternalData(folder)).Read(images, input, skipped);
        var (network, weights) = Finishing.Build(known, input, draft, output);
        return new OnnxNetwork(network, weights, Scaling(notes, input.Channels), Names(notes, network.Classes), model.Graph.Node.Count);
    }

    private static Dictionary<string, string> Notes(ModelProto model) =>
        model.MetadataProps.GroupBy(note => note.Key).ToDictionary(group => group.Key, group => group.Last().Value);

    private static Normalization? Scaling(Dictionary<string, string> notes, int channels) =>
        List<float>(notes, MetadataKeys.Mean) is { } mean && List<float>(notes, MetadataKeys.Std) is { } std
        && mean.Length == channels && std.Length == channels && mean.All(float.IsFinite) && std.All(value => value > 0 && float.IsFinite(value))
            ? new Normalization(mean, std)
            : null;

    private static IReadOnlyList<string> Names(Dictionary<string, string> notes, int classes) =>
        List<string>(notes, MetadataKeys.ClassNames) is { } names && names.Length == classes && names.All(name => name is not null) ? names : [];

    /// <summary>What somebody else noted under the same key may be anything.</summary>
    private static T[]? List<T>(Dictionary<string, string> notes, string key)
    {
        try
        {
            return notes.TryGetValue(key, out var text) ? JsonSerializer.Deserialize<T[]>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Text.Json;
using Distill.Networks;
using Google.Protobuf;

namespace Distill.Onnx;

/// <summary>
/// Writes a network as an ONNX file that every runtime since 2022 loads: opset 17, 32-bit floats, batch normalisations folded into
/// convolutions, any number of images at once. The bytes follow from the network, its weights and the options alone.
/// </summary>
public static class OnnxExport
{
    /// <summary>The name of the graph's only input.</summary>
    public const string Input = "images";

    /// <summary>The name of the graph's only output, one row of logits for each image.</summary>
    public const string Output = "logits";

    internal const string Producer = "distill";

    private const int IrVersion = 8;
    private const int Opset = 17;

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of the file.</summary>
    /// <param name="network">The network as it was trained.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="options">What the file holds besides.</param>
    /// <exception cref="NetworkProblemException">The weights do not fit, or the options contradict the network.</exception>
    public static byte[] Write(Network network, Weights weights, OnnxExportOptions options) => Model(network, weights, options).ToByteArray();

    /// <summary>The model before it becomes bytes, for those who go on to change it.</summary>
    internal static ModelProto Model(Network network, Weights weights, OnnxExportOptions options)
    {
        Check(network, options);
        var (folded, foldedWeights) = BatchNormFolding.Fold(network, weights, keep: []);
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = Producer,
            Graph = new GraphProto { Name = network.Name },
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
        };
        model.MetadataProps.AddRange(Metadata(network, options).Select(note => new StringStringEntryProto { Key = note.Key, Value = note.Value }));
        WriteGraph(model.Graph, folded, foldedWeights, options);
        return model;
    }

    private static void WriteGraph(GraphProto graph, Network network, Weights weights, OnnxExportOptions options)
    {
        var writer = new GraphWriter(graph);
        var (channels, height, width) = (network.Input.Channels, network.Input.Height, network.Input.Width);
        var pixels = options.EmbedPreprocessing ? Preprocessing.Write(writer, options.Normalization!) : Input;
        graph.Input.Add(options.EmbedPreprocessing
            ? GraphWriter.Value(Input, ElementTypes.Byte, null, height, width, channels)
            : GraphWriter.Value(Input, ElementTypes.Single, null, channels, height, width));
        graph.Output.Add(GraphWriter.Value(Output, ElementTypes.Single, null, network.Classes));

        foreach (var parameter in network.Parameters)
        {
            writer.Floats(parameter.Name, weights[parameter.Name]);
        }

        var operators = new OperatorWriter(network, writer, value =>
            value == Network.Images ? pixels : value == network.Output ? Output : value is Output or Input ? $"{value}.inner" : value);
        foreach (var node in network.Nodes)
        {
            operators.Write(node);
        }
    }

    private static void Check(Network network, OnnxExportOptions options)
    {
        if (options.EmbedPreprocessing && options.Normalization is null)
        {
            throw new NetworkProblemException($"Network \"{network.Name}\" cannot take bytes, because nothing says how its pixels were scaled; give the mean and std of its training.");
        }

        if (options.Normalization is { } scaling && (scaling.Mean.Count != network.Input.Channels || scaling.Std.Count != network.Input.Channels))
        {
            throw new NetworkProblemException($"Network \"{network.Name}\" takes {network.Input.Channels} channels, but mean and std have {scaling.Mean.Count} and {scaling.Std.Count}; give one of each for every channel.");
        }

        if (options.ClassNames.Count > 0 && options.ClassNames.Count != network.Classes)
        {
            throw new NetworkProblemException($"Network \"{network.Name}\" has {network.Classes} classes, but {options.ClassNames.Count} names were given; give one for every class.");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Metadata(Network network, OnnxExportOptions options)
    {
        yield return KeyValuePair.Create(MetadataKeys.Network, network.Name);
        if (options.ClassNames.Count > 0)
        {
            yield return KeyValuePair.Create(MetadataKeys.ClassNames, JsonSerializer.Serialize(options.ClassNames, s_plain));
        }

        if (options.Normalization is { } scaling)
        {
            yield return KeyValuePair.Create(MetadataKeys.Mean, JsonSerializer.Serialize(scaling.Mean));
            yield return KeyValuePair.Create(MetadataKeys.Std, JsonSerializer.Serialize(scaling.Std));
        }
    }
}

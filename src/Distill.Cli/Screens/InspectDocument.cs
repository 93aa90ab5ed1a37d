using Distill.Engines;
using Distill.Networks;
using Distill.Onnx;

namespace Distill.Cli.Screens;

/// <summary>What <c>inspect</c> says about a model file.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Format">onnx, torchscript or safetensors.</param>
/// <param name="Network">Its network's name; null where the file cannot be run.</param>
/// <param name="Input">The images it takes.</param>
/// <param name="Classes">How many classes it tells apart.</param>
/// <param name="Cost">What it asks of a device.</param>
/// <param name="Taps">Where its stages end.</param>
/// <param name="Operators">What an ONNX file is made of; null for other files.</param>
/// <param name="Script">What a TorchScript file holds; null for other files.</param>
/// <param name="Layers">Its nodes in the order in which they run.</param>
/// <param name="Problem">Why it cannot be run; null where it can.</param>
internal sealed record InspectDocument(
    string File,
    string Format,
    string? Network,
    string? Input,
    int? Classes,
    Cost? Cost,
    IReadOnlyList<string>? Taps,
    IReadOnlyList<OnnxOperatorUse>? Operators,
    TorchScriptFile? Script,
    IReadOnlyList<InspectedLayer> Layers,
    string? Problem)
{
    /// <summary>Describes a network that can be run.</summary>
    public static InspectDocument Of(string file, string format, Network network, IReadOnlyList<OnnxOperatorUse>? operators) => new(
        file, format, network.Name, network.Input.ToString(), network.Classes, Cost.Of(network), network.Taps, operators, null,
        [.. network.Nodes.Select(node => InspectedLayer.Of(network, node))], null);

    /// <summary>Describes a file that cannot be run.</summary>
    public static InspectDocument OfUnknown(string file, string format, IReadOnlyList<OnnxOperatorUse>? operators, string problem) => new(
        file, format, null, null, null, null, null, operators, null, [], problem);

    /// <summary>Describes a program, of which only the results are seen.</summary>
    public static InspectDocument Of(string file, TorchScriptFile script) => new(
        file, "torchscript", null, null, null, null, null, null, script, [], null);
}

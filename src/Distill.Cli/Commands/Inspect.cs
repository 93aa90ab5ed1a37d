using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Engines;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Cli.Commands;

/// <summary><c>distill inspect</c>: what a model file is, and what it costs, layer by layer.</summary>
internal static class Inspect
{
    private static readonly Argument<string> s_file = new("file") { Description = "An ONNX, TorchScript or safetensors file" };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "inspect", "Show a model file: graph, taps, parameters and MACs", [s_file], RunAsync);

    private static Task<int> RunAsync(Invocation call)
    {
        var file = call.Parse.GetRequiredValue(s_file);
        if (!File.Exists(file))
        {
            throw new CommandException(ExitCode.BadInput, $"There is no file {file}; name an ONNX, TorchScript or safetensors file.");
        }

        call.Write(
            WeightsFormats.Of(file) switch
            {
                WeightsFormat.Onnx => OfOnnx(file),
                WeightsFormat.TorchScript => InspectDocument.Of(file, TorchScriptFile.Read(file)),
                _ => OfSafetensors(file),
            },
            InspectTable.Of);
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>A file with operators that this program does not know is still worth looking at.</summary>
    private static InspectDocument OfOnnx(string file)
    {
        var operators = OnnxOperators.Of(file);
        try
        {
            return InspectDocument.Of(file, "onnx", OnnxImport.Read(file).Network, operators);
        }
        catch (UnknownOperatorException problem)
        {
            return InspectDocument.OfUnknown(
                file, "onnx", operators, $"{problem.Message} As a teacher ONNX Runtime runs it{(OnnxRuntime.IsPresent ? "" : ", which is not on this machine (distill doctor --fix)")}: its logits teach, and its further results.");
        }
    }

    private static InspectDocument OfSafetensors(string file)
    {
        var weights = Safetensors.Read(file).Weights;
        var network = NetworkOf(file);
        weights.CheckFit(network);
        return InspectDocument.Of(file, "safetensors", network, null);
    }

    /// <summary>A student's network lies beside its weights; that of published weights is in the catalogue.</summary>
    private static Network NetworkOf(string file)
    {
        var beside = Path.Join(Path.GetDirectoryName(Path.GetFullPath(file)), "network.json");
        if (File.Exists(beside))
        {
            return NetworkJson.Read(File.ReadAllText(beside));
        }

        return Pretrained.OfFile(file) is { } entry
            ? Zoo.Create(entry.Network, entry.Classes, entry.Input)
            : throw new CommandException(ExitCode.BadInput, $"{file} holds weights only, and nothing says of which network; put its network.json beside it.");
    }
}

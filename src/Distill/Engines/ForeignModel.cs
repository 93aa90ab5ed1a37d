using System.Security.Cryptography;
using Distill.Data;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tensors;
using static TorchSharp.torch;

namespace Distill.Engines;

/// <summary>
/// A model that another engine runs as a whole: a teacher by its logits alone, and by what it gives besides. A TorchScript file runs in
/// libtorch, an ONNX file with operators that a network cannot have in ONNX Runtime.
/// </summary>
/// <param name="Network">The graph that stands for it, of <see cref="Foreign"/> nodes alone.</param>
/// <param name="File">The whole file.</param>
public sealed record ForeignModel(Network Network, byte[] File)
{
    // Two, to see along which axis the images lie.
    private const int Probed = 2;

    private const string Logits = "logits";

    /// <summary>Opens a file and asks it about two made-up images, to see what it gives.</summary>
    /// <param name="path">A TorchScript or ONNX file.</param>
    /// <param name="input">The images that it is to take.</param>
    /// <exception cref="NetworkProblemException">It is damaged, cannot be run here, or gives no logits for such images.</exception>
    public static ForeignModel Open(string path, ImageShape input)
    {
        var isScript = WeightsFormats.Of(path) == WeightsFormat.TorchScript;
        if (isScript)
        {
            TorchScriptFile.Read(path);
        }
        else if (ExternalData.IsUsedBy(OnnxFile.Read(path).Graph))
        {
            throw new NetworkProblemException($"{path}: keeps tensors in other files, which ONNX Runtime does not get; write the model into one file.");
        }

        try
        {
            var file = System.IO.File.ReadAllBytes(path);
            var engine = isScript ? ForeignEngines.TorchScript : ForeignEngines.OnnxRuntime;
            using var program = ForeignEngines.Start(engine, file);
            return new ForeignModel(Describe(program, engine, file, Path.GetFileNameWithoutExtension(path), input), file);
        }
        catch (NetworkProblemException problem)
        {
            throw new NetworkProblemException($"{path}: {problem.Message}.", problem);
        }
    }

    /// <summary>The digest (SHA-256, hexadecimal) of the file that a graph stands for; null for a network that runs here.</summary>
    public static string? FileOf(Network network) => network.Nodes[^1].Operator is Foreign foreign ? foreign.Sha256 : null;

    /// <summary>A forward pass with a fixed batch size.</summary>
    public static IForward Forward(Network network, byte[] file, IReadOnlyList<string> taps, int batchSize, int threads) =>
        new ForeignForward(network, file, taps, batchSize, threads);

    private static Network Describe(IForeignProgram program, string engine, byte[] file, string name, ImageShape input)
    {
        using var scope = NewDisposeScope();
        NumericEnvironment.UseThreads(1);
        var results = program.Run(zeros(Probed, input.Channels, input.Height, input.Width));
        if (results is not [{ Shape: [Probed, var classes] }, ..] || classes > int.MaxValue)
        {
            throw new NetworkProblemException(
                $"gives {string.Join(", ", results.Take(5).Select(result => Shapes.Text(result.Shape)))} for two images of {input} instead of two rows of logits first; export it so that it takes any number of images and returns the logits, alone or before other values");
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        Node NodeOf(string node, int result, IReadOnlyList<string> inputs) =>
            new(node, new Foreign(engine, sha256, result, [.. results[result].Shape[1..]]), inputs);

        // What is neither a vector nor a map of each image cannot be tapped.
        Node[] others = [.. Enumerable.Range(1, results.Count - 1)
            .Where(index => results[index].Shape is [Probed, _] or [Probed, _, _, _])
            .Select(index => NodeOf($"result{index}", index, [Network.Images]))];
        return new Network(name, input, (int)classes, [.. others, NodeOf(Logits, 0, [Network.Images, .. others.Select(node => node.Name)])], Logits);
    }
}

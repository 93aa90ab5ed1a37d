using System.Security.Cryptography;
using System.Text;
using Distill.Data;

namespace Distill.Networks;

/// <summary>
/// A network as data: named nodes in the order in which they run, from images to the logits of the classes. It can be
/// run, tapped at any node, counted, hashed, stored and rewritten, because nothing of it is code.
/// </summary>
/// <remarks>Immutable. The weights live apart, in <see cref="Weights"/>, under the names of <see cref="Parameters"/>.</remarks>
public sealed class Network
{
    /// <summary>The name under which nodes refer to the input images.</summary>
    public const string Images = "images";

    private readonly Lazy<string> _digest;

    /// <summary>Checks a graph and infers its shapes.</summary>
    /// <param name="name">What people call it, such as <c>resnet20</c>.</param>
    /// <param name="input">The images it takes.</param>
    /// <param name="classes">The number of classes it tells apart.</param>
    /// <param name="nodes">The nodes; each takes only values of earlier ones.</param>
    /// <param name="output">The node that gives the logits, one for each class.</param>
    /// <exception cref="NetworkProblemException">The nodes do not fit together; names the first that does not.</exception>
    public Network(string name, ImageShape input, int classes, IReadOnlyList<Node> nodes, string output)
    {
        (Name, Input, Classes, Nodes, Output) = (name, input, classes, [.. nodes], output);
        var inference = new ShapeInference(name, input);
        foreach (var node in Nodes)
        {
            inference.Add(node);
        }

        (Shapes, Parameters) = (inference.Shapes, inference.Parameters);
        CheckOutput();
        CheckUse();
        CheckParameterNames();
        Taps = StageEnds.Of(this);
        _digest = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NetworkJson.Write(this)))));
    }

    /// <summary>What people call it, such as <c>resnet20</c>.</summary>
    public string Name { get; }

    /// <summary>The images it takes.</summary>
    public ImageShape Input { get; }

    /// <summary>The number of classes it tells apart; the length of its logits.</summary>
    public int Classes { get; }

    /// <summary>The nodes in the order in which they run.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The node that gives the logits.</summary>
    public string Output { get; }

    /// <summary>The shape of every node's value, and of the images, for one sample.</summary>
    public IReadOnlyDictionary<string, long[]> Shapes { get; }

    /// <summary>The tensors that it needs, in the order of their nodes.</summary>
    public IReadOnlyList<ParameterSpec> Parameters { get; }

    /// <summary>
    /// Where it is worth looking at activations: the last node of each stage (of each resolution), through which
    /// everything passes. The last tap is the input of the global pool, or else of the classifier.
    /// </summary>
    public IReadOnlyList<string> Taps { get; }

    /// <summary>The last of <see cref="Taps"/>.</summary>
    /// <exception cref="NetworkProblemException">It has none.</exception>
    internal string LastTap => Taps.Count > 0
        ? Taps[^1]
        : throw new NetworkProblemException($"Network \"{Name}\" has no stage whose end could be tapped; name a layer, or use losses over logits alone.");

    /// <summary>The linear layer that it ends in; null where it ends in something else.</summary>
    internal Node? Head => Nodes.FirstOrDefault(node => node.Name == Output && node.Operator is Linear);

    /// <summary>The same network with another number of outputs; the tensors of <see cref="Head"/> have other shapes then.</summary>
    /// <exception cref="NetworkProblemException">It does not end in a linear layer.</exception>
    internal Network WithClasses(int classes) => Head is { Operator: Linear linear } head
        ? new(Name, Input, classes, [.. Nodes.Select(node => node == head ? node with { Operator = linear with { OutFeatures = classes } } : node)], Output)
        : throw new NetworkProblemException($"Network \"{Name}\" tells {Classes} classes apart where {classes} are wanted, and it does not end in a linear layer that could be replaced; take one of {classes} classes.");

    /// <summary>SHA-256 (hexadecimal) of its JSON form: two networks with the same digest compute the same.</summary>
    public string Digest => _digest.Value;

    private void CheckOutput()
    {
        if (!Shapes.TryGetValue(Output, out var shape) || Output == Images)
        {
            throw new NetworkProblemException($"Network \"{Name}\" has no node \"{Output}\", which is said to be its output.");
        }

        if (!shape.SequenceEqual([Classes]))
        {
            throw new NetworkProblemException(
                $"Network \"{Name}\" gives {Networks.Shapes.Text(shape)} at its output \"{Output}\" instead of logits of {Classes} classes.");
        }
    }

    private void CheckUse()
    {
        var used = Nodes.SelectMany(node => node.Inputs).Append(Output).ToHashSet();
        if (Nodes.FirstOrDefault(node => !used.Contains(node.Name)) is { } idle)
        {
            throw new NetworkProblemException($"Node \"{idle.Name}\" of network \"{Name}\" is used by no other node; remove it.");
        }
    }

    private void CheckParameterNames()
    {
        var names = new HashSet<string>();
        if (Parameters.FirstOrDefault(parameter => !names.Add(parameter.Name)) is { } second)
        {
            throw new NetworkProblemException($"Two nodes of network \"{Name}\" need a tensor \"{second.Name}\"; rename one of them.");
        }
    }
}

using Distill.Data;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>
/// Translates the graph of an ONNX file into a network, node by node in the file's order. The file is read for one image, so that
/// all shapes are known; the network then takes any number of them, because nothing mixes images.
/// </summary>
internal sealed class GraphReader
{
    private readonly ModelProto _model;
    private readonly NetworkDraft _draft;
    private readonly ExternalData _external;
    private readonly Dictionary<string, Operand> _values = [];
    private readonly Dictionary<string, TensorProto> _initializers = [];

    public GraphReader(ModelProto model, NetworkDraft draft, ExternalData external)
    {
        (_model, _draft, _external) = (model, draft, external);
        foreach (var tensor in model.Graph.Initializer)
        {
            _initializers[tensor.Name] = tensor;
        }
    }

    public IReadOnlyList<Node> Nodes => _draft.Nodes;

    /// <summary>Reads all nodes.</summary>
    /// <param name="images">The value that holds the normalised pixels.</param>
    /// <param name="input">The shape of one image.</param>
    /// <param name="skipped">Nodes that are not to be read, because what they compute is given.</param>
    /// <returns>What the graph gives as logits.</returns>
    public Flow Read(string images, ImageShape input, IReadOnlySet<NodeProto> skipped)
    {
        _values[images] = new Flow(Network.Images, [1, input.Channels, input.Height, input.Width]);
        foreach (var node in _model.Graph.Node.Where(node => !skipped.Contains(node)))
        {
            Read(node);
        }

        var output = _model.Graph.Output.Count > 0 ? _model.Graph.Output[0].Name : "";
        return _values.GetValueOrDefault(output) as Flow
            ?? throw new NetworkProblemException($"gives \"{output}\" as its result, which nothing computes from the images");
    }

    private void Read(NodeProto proto)
    {
        var node = new OnnxNode(proto, [.. proto.Input.Select(input => input.Length == 0 ? null : ValueOf(input, proto))], _draft, OnnxFile.Opset(_model));
        if (!OperatorReaders.Knows(proto))
        {
            throw new UnknownOperatorException(node.Name, OnnxOperators.FullName(proto));
        }

        IReadOnlyList<Operand> results;
        try
        {
            results = OperatorReaders.Read(node);
        }
        catch (NetworkProblemException problem)
        {
            throw new NetworkProblemException($"node \"{node.Name}\" ({proto.OpType}) {problem.Message.TrimEnd('.')}", problem);
        }

        foreach (var (name, result) in proto.Output.Zip(results))
        {
            if (name.Length > 0 && (!_values.TryAdd(name, result) || _initializers.ContainsKey(name)))
            {
                throw new NetworkProblemException($"node \"{node.Name}\" ({proto.OpType}) makes \"{name}\", which another one makes, too");
            }
        }
    }

    private Operand ValueOf(string name, NodeProto user)
    {
        if (_values.TryGetValue(name, out var value))
        {
            return value;
        }

        if (!_initializers.TryGetValue(name, out var tensor))
        {
            throw new NetworkProblemException($"node \"{user.Name}\" ({user.OpType}) takes \"{name}\", which no earlier node makes");
        }

        return _values[name] = TensorReader.Read(tensor, $"tensor \"{name}\"", _external.Read);
    }
}

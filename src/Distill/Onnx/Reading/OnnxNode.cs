using System.Globalization;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>One node of an ONNX file with what its inputs turned out to be, for those who translate it.</summary>
internal sealed class OnnxNode(NodeProto node, IReadOnlyList<Operand?> inputs, NetworkDraft draft, long opset)
{
    private readonly Dictionary<string, AttributeProto> _attributes = Unique(node);

    public string Operator => node.OpType;

    /// <summary>What messages and taps call it; older exporters name values only.</summary>
    public string Name => node.Name.Length > 0 ? node.Name : node.Output.Count > 0 ? node.Output[0] : node.OpType;

    public long Opset => opset;

    public NetworkDraft Draft => draft;

    public int InputCount => inputs.Count;

    public int OutputCount => node.Output.Count;

    public bool IsKnown => inputs.All(input => input is Known or null);

    public Operand? Input(int index) => index < inputs.Count ? inputs[index] : null;

    /// <summary>An input that has to come from the images.</summary>
    public Flow Flow(int index = 0) => Input(index) as Flow ?? throw Unfit(index == 0 ? "takes a constant where it should take what comes from the images" : $"takes a constant as input {index}");

    /// <summary>An input that has to follow from the file alone.</summary>
    public Known Constant(int index) => Input(index) as Known ?? throw Unfit($"needs a constant as input {index}");

    public Known? OptionalConstant(int index) => Input(index) is null ? null : Constant(index);

    public long Integer(string attribute, long otherwise) => _attributes.TryGetValue(attribute, out var value) && value.HasI ? value.I : otherwise;

    /// <summary>The shortest number that is this float, as somebody once wrote it: 1e-5, not 9.99999975e-6.</summary>
    public double Number(string attribute, double otherwise) =>
        _attributes.TryGetValue(attribute, out var value) && value.HasF
            ? double.Parse(value.F.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : otherwise;

    public string Text(string attribute, string otherwise) => _attributes.TryGetValue(attribute, out var value) && value.HasS ? value.S.ToStringUtf8() : otherwise;

    public long[]? Integers(string attribute) => _attributes.TryGetValue(attribute, out var value) ? [.. value.Ints] : null;

    public AttributeProto? Attribute(string attribute) => _attributes.GetValueOrDefault(attribute);

    /// <summary>Whole numbers that newer opsets give as an input and older ones as an attribute.</summary>
    public long[]? Integers(string attribute, int input) =>
        OptionalConstant(input) is { } given ? given.Integers ?? throw Unfit($"needs whole numbers as input {input}") : Integers(attribute);

    /// <summary>The axis, from 0 on, that a number stands for; negative ones count from the end.</summary>
    public static int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw Unfit($"names axis {axis} of a value with {rank}");

    /// <summary>The place of an axis in the shape of one sample.</summary>
    public static int SampleAxis(Flow flow, int axis) =>
        !flow.HasLeadingOne ? axis : axis > 0 ? axis - 1 : throw Unfit("works along the axis of the images, which do not depend on each other here");

    /// <summary>The value as one sample of its dimensions.</summary>
    public string Sample(Flow flow) => draft.As(flow.Node, flow.Sample);

    /// <summary>The value as an image; it has to have four dimensions.</summary>
    public string Image(Flow flow) =>
        flow.Dimensions is [1, _, _, _] ? Sample(flow) : throw Unfit($"needs images (N, channels, height, width), not {Shapes.Text(flow.Dimensions)}");

    /// <summary>Adds a node of the network that does this node's work; the value gets its dimensions from the node's result.</summary>
    public Flow Add(Operator @operator, string input, bool leadingOne, params IReadOnlyList<(string Name, HostTensor Tensor)> tensors) =>
        Add(@operator, [input], leadingOne, tensors);

    public Flow Add(Operator @operator, IReadOnlyList<string> inputs, bool leadingOne, params IReadOnlyList<(string Name, HostTensor Tensor)> tensors)
    {
        var name = draft.Add(Name, @operator, inputs, tensors);
        return new Flow(name, leadingOne ? [1, .. draft.ShapeOf(name)] : draft.ShapeOf(name));
    }

    /// <summary>Adds a node that helps another one, named after this node.</summary>
    public string Help(string what, Operator @operator, string input, params IReadOnlyList<(string Name, HostTensor Tensor)> tensors) =>
        draft.Add($"{Name}.{what}", @operator, [input], tensors);

    /// <summary>A problem with this node; the message does not name it.</summary>
    public static NetworkProblemException Unfit(string what) => new(what);

    private static Dictionary<string, AttributeProto> Unique(NodeProto node)
    {
        var attributes = new Dictionary<string, AttributeProto>();
        foreach (var attribute in node.Attribute)
        {
            attributes[attribute.Name] = attribute;
        }

        return attributes;
    }
}

using System.Text;
using Distill.Data;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>A network while it is read from a file: nodes with names of their own, the shapes of their values, and their weights.</summary>
internal sealed class NetworkDraft(string name, ImageShape input)
{
    private readonly ShapeInference _inference = new(name, input);
    private readonly HashSet<string> _names = [Network.Images];
    private readonly Dictionary<(string Value, string Shape), string> _reshaped = [];

    public List<Node> Nodes { get; } = [];

    public Dictionary<string, HostTensor> Tensors { get; } = [];

    public long[] ShapeOf(string value) => _inference.Shapes[value];

    /// <summary>Adds a node and returns its name: the wanted one, made fit for taps and files, with a number behind it if it is taken.</summary>
    public string Add(string wanted, Operator @operator, IReadOnlyList<string> inputs, params IReadOnlyList<(string Name, HostTensor Tensor)> tensors)
    {
        var node = new Node(Unique(wanted), @operator, inputs);
        _inference.Add(node);
        Nodes.Add(node);
        foreach (var (tensor, values) in tensors)
        {
            Tensors.Add($"{node.Name}.{tensor}", values);
        }

        return node.Name;
    }

    /// <summary>The value in a shape that somebody wants to see; costs a node where it has another one.</summary>
    public string As(string value, long[] shape)
    {
        if (ShapeOf(value).AsSpan().SequenceEqual(shape))
        {
            return value;
        }

        var key = (value, Shapes.Text(shape));
        if (!_reshaped.TryGetValue(key, out var reshaped))
        {
            reshaped = shape.Length == 1
                ? Add($"{value}.flat", new Flatten(), [value])
                : Add($"{value}.shape", new Reshape([.. shape]), [value]);
            _reshaped.Add(key, reshaped);
        }

        return reshaped;
    }

    private string Unique(string wanted)
    {
        var text = new StringBuilder();
        foreach (var letter in wanted.TrimStart('/'))
        {
            text.Append(letter == '/' ? '.' : char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '@' ? letter : '_');
        }

        var plain = text.Length == 0 ? "node" : text.ToString();
        var name = plain;
        for (var number = 2; !_names.Add(name); number++)
        {
            name = $"{plain}_{number}";
        }

        return name;
    }
}

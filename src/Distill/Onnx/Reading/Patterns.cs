using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Recognises what ONNX has no operator for in the nodes that exporters write instead. The joined node bears the last one's name.</summary>
internal sealed class Patterns
{
    private const double RootOfHalf = 0.70710678118654752;

    private readonly Dictionary<string, Node> _nodes;
    private readonly Dictionary<string, int> _uses;
    private readonly Dictionary<string, HostTensor> _tensors;
    private readonly Func<string, long[]> _shapeOf;

    private Patterns(IReadOnlyList<Node> nodes, Dictionary<string, HostTensor> tensors, Func<string, long[]> shapeOf, string output)
    {
        (_tensors, _shapeOf) = (tensors, shapeOf);
        _nodes = nodes.ToDictionary(node => node.Name);
        _uses = nodes.SelectMany(node => node.Inputs).Append(output).CountBy(input => input).ToDictionary();
    }

    /// <summary>Joins what belongs together.</summary>
    /// <returns>The nodes that are left, and all tensors, some under new names.</returns>
    public static (IReadOnlyList<Node> Nodes, Dictionary<string, HostTensor> Tensors) Join(
        IReadOnlyList<Node> nodes, Dictionary<string, HostTensor> tensors, Func<string, long[]> shapeOf, string output)
    {
        var patterns = new Patterns(nodes, new(tensors), shapeOf, output);
        var gone = new HashSet<string>();
        var joined = nodes.Select(node => patterns.TryJoin(node, gone) ?? node).ToList();
        return ([.. joined.Where(node => !gone.Contains(node.Name))], patterns._tensors);
    }

    private Node? TryJoin(Node last, HashSet<string> gone)
    {
        var (joined, parts) = last.Operator switch
        {
            Offset offset => BiasOfLinear(last, offset),
            Affine half => Gelu(last, half),
            Reshape => Shuffle(last),
            Pad pad => Shortcut(last, pad),
            _ => default,
        };
        if (joined is not null)
        {
            gone.UnionWith(parts!);
            _nodes[last.Name] = joined;
        }

        return joined;
    }

    /// <summary>The node that makes a value, if nobody else uses that value.</summary>
    private Node? Only(string value) => _uses[value] == 1 ? _nodes.GetValueOrDefault(value) : null;

    private (Node?, string[]?) BiasOfLinear(Node last, Offset offset)
    {
        if (Only(last.Inputs[0]) is not { Operator: Linear { Bias: false } linear } product || !offset.Shape.SequenceEqual(Enumerable.Repeat(1L, offset.Shape.Count - 1).Append(linear.OutFeatures)))
        {
            return default;
        }

        _tensors[$"{last.Name}.weight"] = _tensors[$"{product.Name}.weight"];
        _tensors[$"{last.Name}.bias"] = new HostTensor([linear.OutFeatures], _tensors[$"{last.Name}.bias"].Values);
        return (new Node(last.Name, linear with { Bias = true }, product.Inputs), [product.Name]);
    }

    /// <summary>0.5 · (x · (1 + erf(x / √2))), as PyTorch writes it before opset 20.</summary>
    private (Node?, string[]?) Gelu(Node last, Affine half)
    {
        if (half is not { Factor: 0.5, Summand: 0 } || Only(last.Inputs[0]) is not { Operator: Multiply } product)
        {
            return default;
        }

        foreach (var (x, share) in new[] { (product.Inputs[0], product.Inputs[1]), (product.Inputs[1], product.Inputs[0]) })
        {
            if (Only(share) is { Operator: Affine { Factor: 1, Summand: 1 } } sum
                && Only(sum.Inputs[0]) is { Operator: Erf } erf
                && Only(erf.Inputs[0]) is { Operator: Affine { Summand: 0 } scaling } scaled
                && Math.Abs(scaling.Factor - RootOfHalf) < 1e-6
                && scaled.Inputs[0] == x)
            {
                return (new Node(last.Name, new Gelu(), [x]), [product.Name, sum.Name, erf.Name, scaled.Name]);
            }
        }

        return default;
    }

    private (Node?, string[]?) Shuffle(Node last) =>
        _shapeOf(last.Name) is [var channels, var height, var width]
        && Only(last.Inputs[0]) is { Operator: Transpose { Order: [1, 0, 2, 3] } } transposed
        && Only(transposed.Inputs[0]) is { Operator: Reshape { Shape: [var groups, var each, var rows, var columns] } } grouped
        && (groups * each, rows, columns) == (channels, height, width)
        && _shapeOf(grouped.Inputs[0]).SequenceEqual(_shapeOf(last.Name))
            ? (new Node(last.Name, new ChannelShuffle((int)groups), grouped.Inputs), [transposed.Name, grouped.Name])
            : default;

    private (Node?, string[]?) Shortcut(Node last, Pad pad)
    {
        if (pad is { Value: 0, Before: [var before, 0, 0], After: [var after, 0, 0] } && before == after
            && Only(last.Inputs[0]) is { Operator: Slice columns } second && IsEverySecond(columns, 2, second.Inputs[0])
            && Only(second.Inputs[0]) is { Operator: Slice rows } first && IsEverySecond(rows, 1, first.Inputs[0]))
        {
            return (new Node(last.Name, new ZeroPadShortcut((int)_shapeOf(last.Name)[0]), first.Inputs), [first.Name, second.Name]);
        }

        return default;
    }

    private bool IsEverySecond(Slice slice, int axis, string input) =>
        slice is { Start: 0, Step: 2 } && slice.Axis == axis && _shapeOf(input) is { Length: 3 } shape && slice.Length == (shape[axis] + 1) / 2;
}

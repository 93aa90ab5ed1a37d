using Distill.Data;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Turns what was read into a network: logits at the end, known patterns as one operator, nothing that nobody uses.</summary>
internal static class Finishing
{
    public static (Network Network, Weights Weights) Build(string name, ImageShape input, NetworkDraft draft, Flow output)
    {
        var classes = Shapes.Count(output.Dimensions);
        if (output.Dimensions.Length < 2 || output.Dimensions[0] != 1 || output.Dimensions.Count(size => size > 1) > 1 || classes > int.MaxValue)
        {
            throw new NetworkProblemException($"gives {Shapes.Text(output.Dimensions)} instead of one row of logits for each image");
        }

        var logits = draft.As(WithoutSoftmax(draft, output.Node), [classes]);
        var (nodes, tensors) = Patterns.Join(Used(draft.Nodes, logits), draft.Tensors, draft.ShapeOf, logits);
        var network = new Network(name, input, (int)classes, nodes, logits);
        return (network, new Weights(network.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, tensors[parameter.Name]))));
    }

    /// <summary>A classifier may end in probabilities; students learn from what comes before.</summary>
    private static string WithoutSoftmax(NetworkDraft draft, string output)
    {
        var nodes = draft.Nodes.ToDictionary(node => node.Name);
        var last = output;
        while (nodes.GetValueOrDefault(last) is { Operator: Reshape or Flatten } shape)
        {
            last = shape.Inputs[0];
        }

        return nodes.GetValueOrDefault(last) is { Operator: Softmax } softmax ? softmax.Inputs[0] : output;
    }

    private static List<Node> Used(List<Node> nodes, string output)
    {
        var used = new HashSet<string> { output };
        foreach (var node in Enumerable.Reverse(nodes).Where(node => used.Contains(node.Name)))
        {
            used.UnionWith(node.Inputs);
        }

        return [.. nodes.Where(node => used.Contains(node.Name))];
    }
}

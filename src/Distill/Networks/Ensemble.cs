namespace Distill.Networks;

/// <summary>
/// Several networks as one: side by side over the same images, their logits added up by their shares, or by their shares times how sure
/// each is of the image. As one graph an ensemble labels, is stored and fingerprinted like any other teacher; the layers of member n are
/// called <c>mn.NAME</c>.
/// </summary>
public static class Ensemble
{
    /// <summary>Joins networks.</summary>
    /// <param name="members">Networks of the same images and classes that end in a linear layer, with their weights and shares.</param>
    /// <param name="bySureness">
    /// Whether a member's share of an image grows with how sure it is of it: Σ p², its chance of agreeing with itself if it drew its answer
    /// from its own prediction; 1 for who is certain and 1/K for who has no idea.
    /// </param>
    /// <exception cref="NetworkProblemException">They cannot be joined.</exception>
    public static (Network Network, Weights Weights) Of(IReadOnlyList<(Network Network, Weights Weights, double Share)> members, bool bySureness = false)
    {
        var first = members[0].Network;
        var total = members.Sum(member => member.Share);
        var (nodes, tensors) = (new List<Node>(), new List<KeyValuePair<string, HostTensor>>());
        foreach (var (index, (network, weights, share)) in members.Index())
        {
            Check(network, first);
            nodes.AddRange(network.Nodes.Select(node => node with { Name = Named(index, node.Name), Inputs = [.. node.Inputs.Select(input => Named(index, input))] }));
            tensors.AddRange(weights.Select(tensor => KeyValuePair.Create(
                Named(index, tensor.Key), !bySureness && IsOfHead(network, tensor.Key) ? Scaled(tensor.Value, share / total) : tensor.Value)));
        }

        IReadOnlyList<string> logits = [.. members.Index().Select(member => Named(member.Index, member.Item.Network.Output))];
        var joined = bySureness ? Weighed(nodes, tensors, logits, [.. members.Select(member => member.Share / total)], first.Classes) : Sum(nodes, logits, "sum");

        // The identity, exact to the bit: a network ends in a weighted layer, and what goes into it is its last tap.
        nodes.Add(new Node("mean", new Linear(first.Classes, Bias: false), [joined]));
        tensors.Add(KeyValuePair.Create("mean.weight", Diagonal(first.Classes, own: 1, others: 0)));
        var name = string.Join('+', members.Select(member => member.Network.Name));
        return (new Network(name, first.Input, first.Classes, nodes, "mean"), new Weights(tensors));
    }

    // Σ share · sureness · logits over Σ share · sureness. Every class has a member's sureness, so that no two shapes have to be joined.
    private static string Weighed(
        List<Node> nodes, List<KeyValuePair<string, HostTensor>> tensors, IReadOnlyList<string> logits, IReadOnlyList<double> shares, int classes)
    {
        foreach (var (index, output) in logits.Index())
        {
            nodes.Add(new Node(Named(index, "belief"), new Softmax(0), [output]));
            nodes.Add(new Node(Named(index, "squares"), new Multiply(), [Named(index, "belief"), Named(index, "belief")]));
            nodes.Add(new Node(Named(index, "sureness"), new Linear(classes, Bias: false), [Named(index, "squares")]));
            nodes.Add(new Node(Named(index, "vote"), new Multiply(), [output, Named(index, "sureness")]));
            var share = (float)shares[index];
            tensors.Add(KeyValuePair.Create($"{Named(index, "sureness")}.weight", Diagonal(classes, share, share)));
        }

        var votes = Sum(nodes, [.. logits.Index().Select(member => Named(member.Index, "vote"))], "votes");
        var sureness = Sum(nodes, [.. logits.Index().Select(member => Named(member.Index, "sureness"))], "sureness");
        nodes.Add(new Node("quotient", new Divide(), [votes, sureness]));
        return nodes[^1].Name;
    }

    private static void Check(Network network, Network first)
    {
        if (network.Input != first.Input || network.Classes != first.Classes)
        {
            throw new NetworkProblemException(
                $"{network.Name} and {first.Name} cannot teach together, because they take {network.Input} and {first.Input} and know {network.Classes} and {first.Classes} classes; name teachers of the same images and classes.");
        }

        if (network.Head is null)
        {
            throw new NetworkProblemException($"{network.Name} does not end in a linear layer, so it cannot be one of several teachers; name another one.");
        }
    }

    private static string Named(int index, string name) => name == Network.Images ? name : $"m{index + 1}.{name}";

    private static string Sum(List<Node> nodes, IReadOnlyList<string> values, string name)
    {
        var sum = values[0];
        foreach (var (index, next) in values.Index().Skip(1))
        {
            nodes.Add(new Node($"{name}{index + 1}", new Add(), [sum, next]));
            sum = nodes[^1].Name;
        }

        return sum;
    }

    private static bool IsOfHead(Network network, string tensor) => tensor == $"{network.Output}.weight" || tensor == $"{network.Output}.bias";

    private static HostTensor Scaled(HostTensor tensor, double factor) =>
        new(tensor.Shape, Array.ConvertAll(tensor.Values, value => (float)(value * factor)));

    private static HostTensor Diagonal(int size, float own, float others)
    {
        var values = new float[size * size];
        Array.Fill(values, others);
        for (var i = 0; i < size; i++)
        {
            values[i * (size + 1)] = own;
        }

        return new HostTensor([size, size], values);
    }
}

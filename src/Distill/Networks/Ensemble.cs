namespace Distill.Networks;

/// <summary>
/// Several networks as one: side by side over the same images, their logits added up by their shares. As one graph an ensemble labels,
/// is stored and fingerprinted like any other teacher; the layers of member n are called <c>mn.NAME</c>.
/// </summary>
public static class Ensemble
{
    /// <summary>Joins networks.</summary>
    /// <param name="members">Networks of the same images and classes that end in a linear layer, with their weights and shares.</param>
    /// <exception cref="NetworkProblemException">They cannot be joined.</exception>
    public static (Network Network, Weights Weights) Of(IReadOnlyList<(Network Network, Weights Weights, double Share)> members)
    {
        var first = members[0].Network;
        var total = members.Sum(member => member.Share);
        var (nodes, tensors, sum) = (new List<Node>(), new List<KeyValuePair<string, HostTensor>>(), "");
        foreach (var (index, (network, weights, share)) in members.Index())
        {
            Check(network, first);
            nodes.AddRange(network.Nodes.Select(node => node with { Name = Named(index, node.Name), Inputs = [.. node.Inputs.Select(input => Named(index, input))] }));
            tensors.AddRange(weights.Select(tensor => KeyValuePair.Create(
                Named(index, tensor.Key), IsOfHead(network, tensor.Key) ? Scaled(tensor.Value, share / total) : tensor.Value)));
            sum = index == 0 ? Named(0, network.Output) : Sum(nodes, sum, Named(index, network.Output), index);
        }

        // The identity, exact to the bit: a network ends in a weighted layer, and what goes into it is its last tap.
        nodes.Add(new Node("mean", new Linear(first.Classes, Bias: false), [sum]));
        tensors.Add(KeyValuePair.Create("mean.weight", Identity(first.Classes)));
        var name = string.Join('+', members.Select(member => member.Network.Name));
        return (new Network(name, first.Input, first.Classes, nodes, "mean"), new Weights(tensors));
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

    private static string Sum(List<Node> nodes, string sum, string next, int index)
    {
        nodes.Add(new Node($"sum{index + 1}", new Add(), [sum, next]));
        return nodes[^1].Name;
    }

    private static bool IsOfHead(Network network, string tensor) => tensor == $"{network.Output}.weight" || tensor == $"{network.Output}.bias";

    private static HostTensor Scaled(HostTensor tensor, double factor) =>
        new(tensor.Shape, Array.ConvertAll(tensor.Values, value => (float)(value * factor)));

    private static HostTensor Identity(int size)
    {
        var values = new float[size * size];
        for (var i = 0; i < size; i++)
        {
            values[i * (size + 1)] = 1;
        }

        return new HostTensor([size, size], values);
    }
}

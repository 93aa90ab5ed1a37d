namespace Distill.Networks;

/// <summary>
/// Rewrites a network for inference: a batch normalisation behind a convolution becomes part of its weights and bias.
/// </summary>
/// <remarks>
/// A normalisation stays where its input does not come from a convolution, or where something else needs the
/// convolution's value, too: in pre-activation networks and behind pools.
/// </remarks>
public static class BatchNormFolding
{
    /// <summary>Folds what can be folded, in double precision.</summary>
    /// <param name="network">Any network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="keep">Nodes whose values must stay to be seen; the network's taps unless given.</param>
    /// <returns>The network with fewer nodes, which keep their names, and its weights.</returns>
    /// <exception cref="NetworkProblemException">The weights do not fit the network.</exception>
    public static (Network Network, Weights Weights) Fold(Network network, Weights weights, IReadOnlyCollection<string>? keep = null)
    {
        weights.CheckFit(network);
        var normOfConv = Foldable(network, keep ?? network.Taps);
        var convOfNorm = normOfConv.ToDictionary(pair => pair.Value.Name, pair => pair.Key);
        var nodes = new List<Node>();
        var tensors = new List<KeyValuePair<string, HostTensor>>();
        foreach (var node in network.Nodes.Where(node => !convOfNorm.ContainsKey(node.Name)))
        {
            string[] inputs = [.. node.Inputs.Select(input => convOfNorm.GetValueOrDefault(input, input))];
            if (normOfConv.TryGetValue(node.Name, out var norm))
            {
                nodes.Add(new Node(node.Name, (Conv)node.Operator with { Bias = true }, inputs));
                tensors.AddRange(FoldTensors(weights, node, norm));
            }
            else
            {
                nodes.Add(node with { Inputs = inputs });
                tensors.AddRange(Tensors(network, weights, node));
            }
        }

        return (new Network(network.Name, network.Input, network.Classes, nodes, network.Output), new Weights(tensors));
    }

    /// <summary>Convolutions by name, with the normalisation that is the only one to use their value.</summary>
    private static Dictionary<string, Node> Foldable(Network network, IReadOnlyCollection<string> keep)
    {
        var byName = network.Nodes.ToDictionary(node => node.Name);
        var uses = network.Nodes.SelectMany(node => node.Inputs).CountBy(input => input).ToDictionary();
        return network.Nodes
            .Where(norm => norm.Operator is BatchNorm && !keep.Contains(norm.Name) && norm.Name != network.Output)
            .Where(norm => byName.TryGetValue(norm.Inputs[0], out var conv)
                && conv.Operator is Conv && uses[conv.Name] == 1 && !keep.Contains(conv.Name))
            .ToDictionary(norm => norm.Inputs[0]);
    }

    private static IEnumerable<KeyValuePair<string, HostTensor>> Tensors(Network network, Weights weights, Node node) =>
        node.Operator.Parameters(node.Name, [.. node.Inputs.Select(input => network.Shapes[input])])
            .Select(parameter => KeyValuePair.Create(parameter.Name, weights[parameter.Name]));

    private static KeyValuePair<string, HostTensor>[] FoldTensors(Weights weights, Node conv, Node norm)
    {
        float[] Values(string tensor) => weights[$"{norm.Name}.{tensor}"].Values;
        var (scale, shift, mean, variance) = (Values("weight"), Values("bias"), Values("running_mean"), Values("running_var"));
        var kernel = weights[$"{conv.Name}.weight"];
        var oldBias = ((Conv)conv.Operator).Bias ? weights[$"{conv.Name}.bias"].Values : new float[scale.Length];
        var (folded, bias) = (new float[kernel.Values.Length], new float[scale.Length]);
        var perChannel = kernel.Values.Length / scale.Length;
        for (var channel = 0; channel < scale.Length; channel++)
        {
            var factor = scale[channel] / Math.Sqrt(variance[channel] + ((BatchNorm)norm.Operator).Epsilon);
            bias[channel] = (float)((oldBias[channel] - (double)mean[channel]) * factor + shift[channel]);
            for (var i = channel * perChannel; i < (channel + 1) * perChannel; i++)
            {
                folded[i] = (float)(kernel.Values[i] * factor);
            }
        }

        return
        [
            KeyValuePair.Create($"{conv.Name}.weight", new HostTensor(kernel.Shape, folded)),
            KeyValuePair.Create($"{conv.Name}.bias", new HostTensor([scale.Length], bias)),
        ];
    }
}

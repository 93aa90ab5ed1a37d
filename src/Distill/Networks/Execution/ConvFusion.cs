namespace Distill.Networks;

/// <summary>
/// Rewrites a network that does not learn: a convolution, a sum with a shortcut and a ReLU become one node, so that their values are not written
/// and read three times.
/// </summary>
internal static class ConvFusion
{
    /// <summary>Joins what can be joined; the weights stay as they are.</summary>
    /// <param name="network">Any network.</param>
    /// <param name="keep">Nodes whose values must stay to be seen.</param>
    public static Network Fuse(Network network, IReadOnlyCollection<string> keep)
    {
        var byName = network.Nodes.ToDictionary(node => node.Name);
        var uses = network.Nodes.SelectMany(node => node.Inputs).CountBy(input => input).ToDictionary();
        var inner = byName.Keys.Where(name => uses.GetValueOrDefault(name) == 1 && !keep.Contains(name) && name != network.Output).ToHashSet();
        var joined = new HashSet<string>();
        var blocks = new Dictionary<string, Node>();
        foreach (var relu in network.Nodes.Where(node => node.Operator is Relu && inner.Contains(node.Inputs[0])))
        {
            var before = byName[relu.Inputs[0]];
            var sum = before.Operator is Add ? before : null;
            if ((sum?.Inputs ?? [before.Name]).FirstOrDefault(IsBlock) is not { } conv)
            {
                continue;
            }

            joined.UnionWith([conv, before.Name]);
            string[] inputs = [.. byName[conv].Inputs, .. sum?.Inputs.Where(input => input != conv) ?? []];
            blocks.Add(relu.Name, new Node(relu.Name, new ConvBlock((Conv)byName[conv].Operator, conv), inputs));
        }

        var nodes = network.Nodes.Where(node => !joined.Contains(node.Name)).Select(node => blocks.GetValueOrDefault(node.Name, node));
        return new Network(network.Name, network.Input, network.Classes, [.. nodes], network.Output);

        // A sum of the convolution's shape with another of the same: nothing is stretched.
        bool IsBlock(string name) =>
            inner.Contains(name) && byName[name].Operator is Conv conv
            && ConvKernels.IsWinograd(conv, network.Shapes[byName[name].Inputs[0]])
            && network.Nodes.First(node => node.Inputs.Contains(name)).Inputs.All(input => network.Shapes[input].AsSpan().SequenceEqual(network.Shapes[name]));
    }
}

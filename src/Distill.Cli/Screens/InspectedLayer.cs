using Distill.Networks;

namespace Distill.Cli.Screens;

/// <summary>A node of a network that <c>inspect</c> shows.</summary>
/// <param name="Name">The node's name, by which it can be tapped.</param>
/// <param name="Kind">What it computes.</param>
/// <param name="Shape">The shape of its value for one image.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="Macs">Multiply-accumulates for one image.</param>
internal sealed record InspectedLayer(string Name, string Kind, IReadOnlyList<long> Shape, long Parameters, long Macs)
{
    public static InspectedLayer Of(Network network, Node node)
    {
        var cost = NodeCost.Of(network, node);
        return new InspectedLayer(node.Name, node.Operator.GetType().Name, network.Shapes[node.Name], cost.Parameters, cost.Macs);
    }
}

namespace Distill.Networks;

/// <summary>What one node of a network asks of a device for one image.</summary>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="Macs">Multiply-accumulates.</param>
public sealed record NodeCost(long Parameters, long Macs)
{
    /// <summary>The cost of a node.</summary>
    public static NodeCost Of(Network network, Node node)
    {
        var inputs = node.Inputs.Select(input => network.Shapes[input]).ToList();
        return new NodeCost(
            node.Operator.Parameters(node.Name, inputs).Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Count),
            node.Operator.Macs(inputs, network.Shapes[node.Name]));
    }
}

namespace Distill.Networks;

/// <summary>What a network asks of a device, found from its graph alone.</summary>
/// <param name="Parameters">Learned numbers; the statistics of batch normalisations do not count.</param>
/// <param name="Macs">Multiply-accumulates of convolutions and linear layers for one image; twice as many operations.</param>
/// <param name="PeakActivationBytes">
/// Most bytes of activations alive at once for one image in 32-bit floats, the image included, when nodes run in order,
/// values are freed after their last use and element-wise nodes write in place of an input that nobody else uses.
/// </param>
public sealed record Cost(long Parameters, long Macs, long PeakActivationBytes)
{
    /// <summary>The cost of a network; takes no longer than reading its graph.</summary>
    public static Cost Of(Network network) => new(
        network.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Count),
        network.Nodes.Sum(node => node.Operator.Macs([.. node.Inputs.Select(input => network.Shapes[input])], network.Shapes[node.Name])),
        sizeof(float) * PeakActivations(network));

    private static long PeakActivations(Network network)
    {
        var uses = Uses(network);
        long Size(string value) => Shapes.Count(network.Shapes[value]);

        var live = Size(Network.Images);
        var peak = live;
        foreach (var node in network.Nodes)
        {
            var freed = node.Inputs.Distinct().Where(input => (uses[input] -= node.Inputs.Count(other => other == input)) == 0).Sum(Size);
            live += Size(node.Name);
            peak = Math.Max(peak, node.Operator.IsElementwise && freed > 0 ? live - freed : live);
            live -= freed;
        }

        return peak;
    }

    private static Dictionary<string, int> Uses(Network network)
    {
        var uses = network.Shapes.Keys.ToDictionary(value => value, _ => 0);
        foreach (var input in network.Nodes.SelectMany(node => node.Inputs).Append(network.Output))
        {
            uses[input]++;
        }

        return uses;
    }
}

namespace Distill.Networks;

/// <summary>
/// How deep a node lies, as a share of the way from the images to the last tap: convolutions and linear layers on the longest path to it,
/// over those to the last tap. Defined for any graph, so that layers of networks that have nothing in common can be paired.
/// </summary>
internal static class RelativeDepth
{
    /// <summary>The relative depth of each of a network's taps, in their order; the last one is 1.</summary>
    public static IReadOnlyList<double> OfTaps(Network network)
    {
        var layers = new Dictionary<string, int> { [Network.Images] = 0 };
        foreach (var node in network.Nodes)
        {
            layers[node.Name] = node.Inputs.Max(input => layers[input]) + (node.Operator is Conv or Linear ? 1 : 0);
        }

        var deepest = Math.Max(1, layers[network.LastTap]);
        return [.. network.Taps.Select(tap => (double)layers[tap] / deepest)];
    }

    /// <summary>The tap of a network whose relative depth is nearest; of two as near, the deeper one.</summary>
    public static string Nearest(Network network, double depth) =>
        network.Taps.Zip(OfTaps(network)).MinBy(tap => (Math.Abs(tap.Second - depth), -tap.Second)).First;
}

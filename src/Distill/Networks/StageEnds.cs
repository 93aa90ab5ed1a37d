namespace Distill.Networks;

/// <summary>Finds the nodes where it is worth looking at activations, from the graph alone.</summary>
/// <remarks>
/// A cut is a node through which every path from the images to the logits runs. The end of a stage is the last cut at
/// its resolution; in a pre-activation network that is the normalised value that the next stage's branches start from.
/// </remarks>
internal static class StageEnds
{
    public static IReadOnlyList<string> Of(Network network)
    {
        if (network.Nodes[^1] is { Operator: Foreign } foreign)
        {
            return [.. foreign.Inputs.Where(input => input != Network.Images)];
        }

        var cuts = Cuts(network);
        var head = cuts.FindLastIndex(IsWeighted);
        if (head < 0 || LastTap(cuts, head) is not { } last)
        {
            return [];
        }

        long[] lastShape = network.Shapes[last.Name];
        var stages = cuts
            .TakeWhile(node => node != last)
            .SkipWhile(node => !IsWeighted(node))
            .Where(node => network.Shapes[node.Name].Length == 3)
            .GroupBy(node => (Height: network.Shapes[node.Name][1], Width: network.Shapes[node.Name][2]))
            .Where(stage => lastShape is not [_, var height, var width] || stage.Key != (height, width))
            .Select(stage => stage.Last().Name);
        return [.. stages, last.Name];
    }

    /// <summary>The input of the last global pool before the classifier or, without one, of the classifier.</summary>
    private static Node? LastTap(List<Node> cuts, int head)
    {
        var before = cuts.FindLastIndex(head, node => node.Operator is GlobalAveragePool);
        before = (before >= 0 ? before : head) - 1;
        while (before >= 0 && cuts[before].Operator is Flatten)
        {
            before--;
        }

        return before >= 0 ? cuts[before] : null;
    }

    private static List<Node> Cuts(Network network)
    {
        var lastUse = new Dictionary<string, int>();
        foreach (var (index, node) in network.Nodes.Index())
        {
            foreach (var input in node.Inputs)
            {
                lastUse[input] = index;
            }
        }

        var (cuts, furthest) = (new List<Node>(), lastUse.GetValueOrDefault(Network.Images));
        foreach (var (index, node) in network.Nodes.Index())
        {
            if (furthest <= index)
            {
                cuts.Add(node);
            }

            furthest = Math.Max(furthest, lastUse.GetValueOrDefault(node.Name));
        }

        return cuts;
    }

    private static bool IsWeighted(Node node) => node.Operator is Conv or Linear;
}

using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Finds the slices that share out the channels of one value without rest.</summary>
internal static class SharedOutSlices
{
    /// <summary>For each such slice all slices of its value in the order of the channels.</summary>
    public static Dictionary<string, IReadOnlyList<Node>> Find(Network network)
    {
        var splits = new Dictionary<string, IReadOnlyList<Node>>();
        foreach (var slices in network.Nodes.Where(node => node.Operator is ChannelSlice).GroupBy(node => node.Inputs[0]))
        {
            var parts = slices.OrderBy(node => ((ChannelSlice)node.Operator).Start).ToList();
            if (parts.Count > 1 && ShareOut(parts, network.Shapes[slices.Key][0]))
            {
                foreach (var part in parts)
                {
                    splits.Add(part.Name, parts);
                }
            }
        }

        return splits;
    }

    private static bool ShareOut(List<Node> parts, long channels)
    {
        var next = 0L;
        foreach (var slice in parts.Select(part => (ChannelSlice)part.Operator))
        {
            if (slice.Start != next)
            {
                return false;
            }

            next += slice.Length;
        }

        return next == channels;
    }
}

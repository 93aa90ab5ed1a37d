using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Translates what moves numbers without changing them.</summary>
internal static class LayoutReaders
{
    public static Operand Flatten(OnnxNode node)
    {
        var flow = node.Flow();
        var axis = (int)node.Integer("axis", 1);
        axis = axis == flow.Dimensions.Length ? axis : OnnxNode.Axis(axis, flow.Dimensions.Length);
        return flow with { Dimensions = [Shapes.Count(flow.Dimensions[..axis]), Shapes.Count(flow.Dimensions[axis..])] };
    }

    public static Operand Reshape(OnnxNode node)
    {
        var flow = node.Flow();
        return flow with { Dimensions = Folding.Target(node, flow.Dimensions, node.Integers("shape", 1) ?? throw OnnxNode.Unfit("has no shape")) };
    }

    public static Operand Squeeze(OnnxNode node)
    {
        var flow = node.Flow();
        return flow with { Dimensions = Folding.Squeezed(node, flow.Dimensions, node.Integers("axes", 1)) };
    }

    public static Operand Unsqueeze(OnnxNode node)
    {
        var flow = node.Flow();
        return flow with { Dimensions = Folding.Unsqueezed(node, flow.Dimensions, node.Integers("axes", 1) ?? throw OnnxNode.Unfit("has no axes")) };
    }

    /// <summary>Only what a target of the same dimensions asks for: nothing.</summary>
    public static Operand Expand(OnnxNode node)
    {
        var (flow, target) = (node.Flow(), node.Constant(1));
        return Shape.Broadcast(flow.Dimensions, target.Integers ?? []) is { } wanted && Shapes.Count(wanted) == Shapes.Count(flow.Dimensions)
            ? flow with { Dimensions = wanted }
            : throw OnnxNode.Unfit($"repeats {Shapes.Text(flow.Dimensions)}");
    }

    /// <summary>Axes of length 1 may go anywhere without anything being moved; in attention, that of the images does.</summary>
    public static Operand Transpose(OnnxNode node)
    {
        var flow = node.Flow();
        var order = Folding.Order(node, flow.Dimensions.Length);
        long[] dimensions = [.. order.Select(axis => flow.Dimensions[axis])];
        int[] longAxes = [.. Enumerable.Range(0, flow.Dimensions.Length).Where(axis => flow.Dimensions[axis] > 1)];
        int[] moved = [.. order.Where(axis => flow.Dimensions[axis] > 1)];
        if (moved.SequenceEqual(longAxes))
        {
            return flow with { Dimensions = dimensions };
        }

        // With the batch in front and staying there the sample keeps its axes; otherwise only those longer than 1 count.
        if (flow.HasLeadingOne && order[0] == 0)
        {
            return node.Add(new Transpose([.. order[1..].Select(axis => axis - 1L)]), node.Sample(flow), leadingOne: true);
        }

        var dense = node.Draft.As(flow.Node, [.. longAxes.Select(axis => flow.Dimensions[axis])]);
        return node.Add(new Transpose([.. moved.Select(axis => (long)Array.IndexOf(longAxes, axis))]), dense, leadingOne: false) with { Dimensions = dimensions };
    }

    public static Operand Slice(OnnxNode node)
    {
        var flow = node.Flow();
        foreach (var (axis, start, length, step) in Folding.Ranges(node, flow.Dimensions))
        {
            flow = Part(node, flow, axis, start, length, step);
        }

        return flow;
    }

    public static IReadOnlyList<Operand> Split(OnnxNode node)
    {
        var flow = node.Flow();
        var axis = OnnxNode.Axis(node.Integer("axis", 0), flow.Dimensions.Length);
        var (parts, start) = (new List<Operand>(), 0L);
        foreach (var length in Folding.Lengths(node, flow.Dimensions[axis]))
        {
            parts.Add(Part(node, flow, axis, start, length, 1));
            start += length;
        }

        return parts;
    }

    /// <summary>A single place along an axis, as the class token of a transformer is taken.</summary>
    public static Operand Gather(OnnxNode node)
    {
        var (flow, index) = (node.Flow(), node.Constant(1));
        var axis = OnnxNode.Axis(node.Integer("axis", 0), flow.Dimensions.Length);
        if (index.Count != 1 || index.Integers is not [var place])
        {
            throw OnnxNode.Unfit("picks several places at once");
        }

        var size = flow.Dimensions[axis];
        place = place < 0 ? place + size : place;
        if (place < 0 || place >= size)
        {
            throw OnnxNode.Unfit($"picks place {place} of {size}");
        }

        var part = Part(node, flow, axis, place, 1, 1);
        return part with { Dimensions = [.. flow.Dimensions[..axis], .. index.Dimensions, .. flow.Dimensions[(axis + 1)..]] };
    }

    public static Operand Concat(OnnxNode node)
    {
        var rank = Enumerable.Range(0, node.InputCount).Max(index => node.Input(index)?.Dimensions.Length ?? 0);
        var axis = OnnxNode.Axis(node.Integer("axis", 1), rank);
        if (node.InputCount == 2 && node.Input(0) is Known first)
        {
            var flow = node.Flow(1);
            return OnnxNode.SampleAxis(flow, axis) == 0 && first.Dimensions.Length == rank && (!flow.HasLeadingOne || first.Dimensions[0] == 1)
                ? node.Add(new Prepend(first.Dimensions[axis]), node.Sample(flow), flow.HasLeadingOne, ("weight", first.Tensor(flow.HasLeadingOne ? first.Dimensions[1..] : first.Dimensions)))
                : throw OnnxNode.Unfit("puts a constant somewhere else than before the rows of a value");
        }

        var flows = Enumerable.Range(0, node.InputCount).Select(node.Flow).ToList();
        if (flows.Any(flow => flow.HasLeadingOne != flows[0].HasLeadingOne))
        {
            throw OnnxNode.Unfit("joins values of which only some have an axis of images");
        }

        return flows is [var only]
            ? only
            : node.Add(new Concat(OnnxNode.SampleAxis(flows[0], axis)), [.. flows.Select(node.Sample)], flows[0].HasLeadingOne);
    }

    public static Operand Pad(OnnxNode node)
    {
        var flow = node.Flow();
        var (before, after) = Folding.Pads(node, flow.Dimensions.Length);
        if (node.Text("mode", "constant") != "constant" || before.Concat(after).Any(size => size < 0) || (flow.HasLeadingOne && before[0] + after[0] != 0))
        {
            throw OnnxNode.Unfit("pads by something else than a constant around each image");
        }

        if (before.Concat(after).All(size => size == 0))
        {
            return flow;
        }

        var value = node.OptionalConstant(2) is { Count: 1 } given ? given.At(0) : node.Number("value", 0);
        var skip = flow.HasLeadingOne ? 1 : 0;
        return node.Add(new Pad([.. before[skip..]], [.. after[skip..]], Math.Clamp(value, float.MinValue, float.MaxValue)), node.Sample(flow), flow.HasLeadingOne);
    }

    private static Flow Part(OnnxNode node, Flow flow, int axis, long start, long length, long step)
    {
        if (start == 0 && step == 1 && length == flow.Dimensions[axis])
        {
            return flow;
        }

        if (step < 0)
        {
            throw OnnxNode.Unfit("takes what comes from the images backwards");
        }

        var at = OnnxNode.SampleAxis(flow, axis);
        var isChannels = at == 0 && step == 1 && flow.Sample.Length == 3 && start + length <= int.MaxValue;
        Operator part = isChannels ? new ChannelSlice((int)start, (int)length) : new Slice(at, start, length, step);
        return node.Add(part, node.Sample(flow), flow.HasLeadingOne);
    }
}

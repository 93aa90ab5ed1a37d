using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Computes with what is known, and reads the settings that say how values are laid out.</summary>
internal static class Folding
{
    /// <summary>More numbers than any shape or weight that a graph computes has; a file that asks for more is an attack.</summary>
    private const long MostNumbers = 1L << 26;

    public static Known Each(Known known, Func<double, double> compute) =>
        new(known.Dimensions, [.. Enumerable.Range(0, known.Count).Select(index => (float)compute(known.At(index)))]);

    /// <summary>The numbers at the given places, with new dimensions.</summary>
    public static Known Pick(Known known, long[] dimensions, Func<long, long> placeOf)
    {
        var count = Count(dimensions);
        return known.Floats is { } floats
            ? new Known(dimensions, Enumerable.Range(0, count).Select(index => floats[placeOf(index)]).ToArray())
            : new Known(dimensions, Enumerable.Range(0, count).Select(index => known.Integers![placeOf(index)]).ToArray());
    }

    public static Known Transpose(Known known, int[] order)
    {
        long[] dimensions = [.. order.Select(axis => known.Dimensions[axis])];
        var (from, to) = (Strides(known.Dimensions), Strides(dimensions));
        return Pick(known, dimensions, index => order.Select((axis, at) => index / to[at] % dimensions[at] * from[axis]).Sum());
    }

    /// <summary>Repeats sides of length 1, as broadcasting does.</summary>
    public static Known Expand(Known known, long[] target)
    {
        var dimensions = Shape.Broadcast(known.Dimensions, target)
            ?? throw new NetworkProblemException($"stretches {Shapes.Text(known.Dimensions)} to {Shapes.Text(target)}, which does not fit");
        var own = Shape.Align(known.Dimensions, dimensions.Length);
        var (from, to) = (Strides(own), Strides(dimensions));
        return Pick(known, dimensions, index => own.Select((size, axis) => size == 1 ? 0 : index / to[axis] % dimensions[axis] * from[axis]).Sum());
    }

    /// <summary>The number of values of a shape that a graph asks for.</summary>
    public static int Count(long[] dimensions)
    {
        var count = Shape.Claimed(dimensions);
        return count >= 0 && count <= MostNumbers
            ? (int)count
            : throw new NetworkProblemException($"asks for a constant of {Shapes.Text(dimensions)}, which is impossible or too large");
    }

    public static long[] Strides(long[] dimensions)
    {
        var strides = new long[dimensions.Length];
        for (var (axis, stride) = (dimensions.Length - 1, 1L); axis >= 0; stride *= Math.Max(1, dimensions[axis--]))
        {
            strides[axis] = stride;
        }

        return strides;
    }

    /// <summary>What Reshape makes of dimensions: 0 keeps one, −1 is what is left.</summary>
    public static long[] Target(OnnxNode node, long[] dimensions, long[] shape)
    {
        var keepZero = node.Integer("allowzero", 0) == 0;
        long[] target = [.. shape.Select((size, axis) => size == 0 && keepZero && axis < dimensions.Length ? dimensions[axis] : size)];
        var (count, rest) = (Shapes.Count(dimensions), Array.IndexOf(target, -1));
        if (rest >= 0)
        {
            var others = Shape.Claimed([.. target.Where((_, axis) => axis != rest)]);
            target[rest] = others > 0 && others <= long.MaxValue && count % (long)others == 0 ? count / (long)others : -1;
        }

        return Shape.Claimed(target) == count
            ? target
            : throw OnnxNode.Unfit($"turns {Shapes.Text(dimensions)} into {Shapes.Text(shape)}, which does not fit (a file for a fixed number of images must be for one)");
    }

    public static long[] Squeezed(OnnxNode node, long[] dimensions, long[]? axes)
    {
        var gone = axes?.Select(axis => OnnxNode.Axis(axis, dimensions.Length)).ToHashSet();
        return dimensions.Index().All(side => gone is null || !gone.Contains(side.Index) || side.Item == 1)
            ? [.. dimensions.Index().Where(side => gone is null ? side.Item != 1 : !gone.Contains(side.Index)).Select(side => side.Item)]
            : throw OnnxNode.Unfit($"drops axes of {Shapes.Text(dimensions)} that are longer than 1");
    }

    public static long[] Unsqueezed(OnnxNode node, long[] dimensions, long[] axes)
    {
        var rank = dimensions.Length + axes.Length;
        var added = axes.Select(axis => OnnxNode.Axis(axis, rank)).ToHashSet();
        var sides = new Queue<long>(dimensions);
        return added.Count == axes.Length
            ? [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : sides.Dequeue())]
            : throw OnnxNode.Unfit($"adds an axis to {Shapes.Text(dimensions)} twice");
    }

    /// <summary>The order of a Transpose; backwards where it is not given.</summary>
    public static int[] Order(OnnxNode node, int rank)
    {
        int[] order = [.. (node.Integers("perm") ?? [.. Enumerable.Range(0, rank).Reverse().Select(axis => (long)axis)]).Select(axis => OnnxNode.Axis(axis, rank))];
        return order.Order().SequenceEqual(Enumerable.Range(0, rank)) ? order : throw OnnxNode.Unfit($"brings {rank} axes into the order {Shapes.Text(order.Select(axis => (long)axis))}");
    }

    /// <summary>What a Slice takes along each axis that it names.</summary>
    public static IReadOnlyList<(int Axis, long Start, long Length, long Step)> Ranges(OnnxNode node, long[] dimensions)
    {
        var (starts, ends) = (node.Integers("starts", 1) ?? [], node.Integers("ends", 2) ?? []);
        var axes = node.Integers("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = node.Integers("steps", 4) ?? [.. starts.Select(_ => 1L)];
        if (starts.Length != ends.Length || starts.Length != axes.Length || starts.Length != steps.Length || axes.Distinct().Count() != axes.Length)
        {
            throw OnnxNode.Unfit("has not as many starts as ends, axes and steps");
        }

        if (steps.Contains(0))
        {
            throw OnnxNode.Unfit("has a step of 0");
        }

        return [.. axes.Select((given, index) =>
        {
            var (axis, step) = (OnnxNode.Axis(given, dimensions.Length), steps[index]);
            var size = dimensions[axis];
            long Place(long value, long least, long most) => Math.Clamp(value < 0 ? Math.Max(value, -size - 1) + size : value, least, most);
            var (start, end) = step > 0
                ? (Place(starts[index], 0, size), Place(ends[index], 0, size))
                : (Place(starts[index], -1, size - 1), Place(ends[index], -1, size - 1));
            var length = step > 0 ? (end - start - 1) / step + 1 : step < -size ? 1 : (start - end - 1) / -step + 1;
            return step > 0 && end > start || step < 0 && start > end
                ? (axis, start, length, step)
                : throw OnnxNode.Unfit($"takes {starts[index]} to {ends[index]} in steps of {step} of {size}, which is nothing");
        })];
    }

    /// <summary>The lengths of a Split's parts.</summary>
    public static long[] Lengths(OnnxNode node, long size)
    {
        var parts = node.OutputCount;
        var share = parts == 0 ? 0 : (size + parts - 1) / parts;
        var lengths = node.Integers("split", 1) ?? [.. Enumerable.Range(0, parts).Select(part => Math.Min(share, size - part * share))];
        return lengths.Length == parts && lengths.All(length => length > 0 && length <= size) && lengths.Sum() == size
            ? lengths
            : throw OnnxNode.Unfit($"splits {size} into {Shapes.Text(lengths)} for {parts} outputs");
    }

    /// <summary>What a Pad puts before and behind each axis.</summary>
    public static (long[] Before, long[] After) Pads(OnnxNode node, int rank)
    {
        var pads = node.Integers("pads", 1) ?? [];
        int[] axes = node.OptionalConstant(3) is { Integers: { } given } ? [.. given.Select(axis => OnnxNode.Axis(axis, rank))] : [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length)
        {
            throw OnnxNode.Unfit($"has {pads.Length} pads for {axes.Length} axes");
        }

        var (before, after) = (new long[rank], new long[rank]);
        for (var i = 0; i < axes.Length; i++)
        {
            (before[axes[i]], after[axes[i]]) = (pads[i], pads[i + axes.Length]);
        }

        return (before, after);
    }
}

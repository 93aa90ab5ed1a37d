using Distill.Networks;

namespace Distill.Onnx;

/// <summary>
/// Computes nodes whose inputs all follow from the file: exporters write out how they find shapes, node by node. The number of
/// images is 1 there.
/// </summary>
internal static class KnownReaders
{
    private static readonly Dictionary<string, Func<OnnxNode, Known>> s_readers = new()
    {
        ["Identity"] = node => node.Constant(0),
        ["Dropout"] = node => node.Constant(0),
        ["Constant"] = Constant,
        ["ConstantOfShape"] = ConstantOfShape,
        ["Shape"] = node => Shape(node, node.Constant(0).Dimensions),
        ["Size"] = node => new Known([], [(long)node.Constant(0).Count]),
        ["Cast"] = Cast,
        ["Reshape"] = node => node.Constant(0).As(Folding.Target(node, node.Constant(0).Dimensions, node.Integers("shape", 1) ?? [])),
        ["Flatten"] = node => node.Constant(0).As(Folding.Target(node, node.Constant(0).Dimensions, [node.Constant(0).Dimensions is [var first, ..] ? first : 1, -1])),
        ["Squeeze"] = node => node.Constant(0).As(Folding.Squeezed(node, node.Constant(0).Dimensions, node.Integers("axes", 1))),
        ["Unsqueeze"] = node => node.Constant(0).As(Folding.Unsqueezed(node, node.Constant(0).Dimensions, node.Integers("axes", 1) ?? [])),
        ["Transpose"] = node => Folding.Transpose(node.Constant(0), Folding.Order(node, node.Constant(0).Dimensions.Length)),
        ["Expand"] = node => Folding.Expand(node.Constant(0), Whole(node, 1)),
        ["Slice"] = Slice,
        ["Gather"] = Gather,
        ["Concat"] = Concat,
        ["Range"] = Range,
        ["Where"] = Where,
        ["Equal"] = node => Pair(node, (a, b) => a == b ? 1 : 0, truth: true),
        ["Less"] = node => Pair(node, (a, b) => a < b ? 1 : 0, truth: true),
        ["Greater"] = node => Pair(node, (a, b) => a > b ? 1 : 0, truth: true),
        ["Add"] = node => Pair(node, (a, b) => a + b),
        ["Sub"] = node => Pair(node, (a, b) => a - b),
        ["Mul"] = node => Pair(node, (a, b) => a * b),
        ["Div"] = Divide,
        ["Pow"] = node => Pair(node, Math.Pow),
        ["Sqrt"] = node => Single(node, Math.Sqrt),
        ["Neg"] = node => Single(node, value => -value),
        ["Floor"] = node => Single(node, Math.Floor),
        ["Ceil"] = node => Single(node, Math.Ceiling),
        ["Not"] = node => Single(node, value => value == 0 ? 1 : 0),
        ["ReduceProd"] = ReduceProd,
    };

    public static bool Knows(string @operator) => s_readers.ContainsKey(@operator);

    public static Known Read(OnnxNode node) => s_readers[node.Operator](node);

    /// <summary>The dimensions of a value, or some of them.</summary>
    public static Known Shape(OnnxNode node, long[] dimensions)
    {
        int Place(long value) => (int)Math.Clamp(value < 0 ? value + dimensions.Length : value, 0, dimensions.Length);
        var (start, end) = (Place(node.Integer("start", 0)), Place(node.Integer("end", dimensions.Length)));
        long[] part = start < end ? dimensions[start..end] : [];
        return new Known([part.Length], part);
    }

    private static Known Constant(OnnxNode node) =>
        Value(node) is { } tensor ? tensor
        : node.Attribute("value_float") is { HasF: true } real ? new Known([], [real.F])
        : node.Attribute("value_int") is { HasI: true } whole ? new Known([], [whole.I])
        : node.Attribute("value_floats") is { } reals ? new Known([reals.Floats.Count], (float[])[.. reals.Floats])
        : node.Attribute("value_ints") is { } wholes ? new Known([wholes.Ints.Count], (long[])[.. wholes.Ints])
        : throw OnnxNode.Unfit("has no value that numbers could be read from");

    /// <summary>The tensor that a node brings along; copied, because reading one uses it up.</summary>
    private static Known? Value(OnnxNode node) =>
        node.Attribute("value") is { T: { } tensor } ? TensorReader.Read(tensor.Clone(), "the constant", _ => throw OnnxNode.Unfit("has its constant in another file")) : null;

    private static Known ConstantOfShape(OnnxNode node)
    {
        var shape = Whole(node, 0);
        var value = Value(node) ?? new Known([1], [0f]);
        return value.Count == 1 ? Folding.Pick(value, shape, _ => 0) : throw OnnxNode.Unfit("needs a single number");
    }

    private static Known Cast(OnnxNode node)
    {
        var known = node.Constant(0);
        var toFloat = ElementTypes.IsFloat(node.Integer("to", 0));
        return toFloat == known.Floats is not null ? known
            : toFloat ? new Known(known.Dimensions, (float[])[.. known.Integers!.Select(value => (float)value)])
            : new Known(known.Dimensions, (long[])[.. known.Floats!.Select(value => (long)value)]);
    }

    private static Known Slice(OnnxNode node)
    {
        var known = node.Constant(0);
        var (dimensions, from) = ((long[])known.Dimensions.Clone(), Folding.Strides(known.Dimensions));
        var (starts, steps) = (new long[dimensions.Length], Enumerable.Repeat(1L, dimensions.Length).ToArray());
        foreach (var (axis, start, length, step) in Folding.Ranges(node, known.Dimensions))
        {
            (starts[axis], dimensions[axis], steps[axis]) = (start, length, step);
        }

        var to = Folding.Strides(dimensions);
        return Folding.Pick(known, dimensions, index =>
            dimensions.Select((size, axis) => (starts[axis] + index / to[axis] % size * steps[axis]) * from[axis]).Sum());
    }

    private static Known Gather(OnnxNode node)
    {
        var (known, places) = (node.Constant(0), node.Constant(1));
        var axis = OnnxNode.Axis(node.Integer("axis", 0), known.Dimensions.Length);
        var (size, inner) = (known.Dimensions[axis], Folding.Strides(known.Dimensions)[axis]);
        long[] chosen = [.. Whole(node, 1).Select(place => place < 0 ? place + size : place)];
        if (chosen.Any(place => place < 0 || place >= size))
        {
            throw OnnxNode.Unfit($"picks a place outside of {Shapes.Text(known.Dimensions)}");
        }

        return Folding.Pick(
            known, [.. known.Dimensions[..axis], .. places.Dimensions, .. known.Dimensions[(axis + 1)..]],
            index => (index / inner / chosen.Length * size + chosen[index / inner % chosen.Length]) * inner + index % inner);
    }

    private static Known Concat(OnnxNode node)
    {
        var parts = Enumerable.Range(0, node.InputCount).Select(node.Constant).ToList();
        if (parts.Count == 0)
        {
            throw OnnxNode.Unfit("joins nothing");
        }

        var axis = OnnxNode.Axis(node.Integer("axis", 0), parts[0].Dimensions.Length);
        if (parts.Any(part => part.Dimensions.Length != parts[0].Dimensions.Length || part.Dimensions.Where((size, at) => at != axis && size != parts[0].Dimensions[at]).Any()))
        {
            throw OnnxNode.Unfit("joins constants that do not fit together");
        }

        long[] dimensions = [.. parts[0].Dimensions.Select((size, at) => at == axis ? parts.Sum(part => part.Dimensions[axis]) : size)];
        Folding.Count(dimensions);
        var inner = Folding.Strides(dimensions)[axis];
        var outer = Shapes.Count(dimensions[..axis]);
        IEnumerable<int> Places(Known part, long row)
        {
            var length = (int)(part.Dimensions[axis] * inner);
            return Enumerable.Range((int)row * length, length);
        }

        var rows = Enumerable.Range(0, (int)outer).SelectMany(row => parts.SelectMany(part => Places(part, row).Select(place => (part, place))));
        return parts.All(part => part.Floats is not null)
            ? new Known(dimensions, rows.Select(at => at.part.Floats![at.place]).ToArray())
            : new Known(dimensions, rows.Select(at => (long)at.part.At(at.place)).ToArray());
    }

    private static Known Range(OnnxNode node)
    {
        var (start, limit, step) = (ElementReaders.Only(node, node.Constant(0)), ElementReaders.Only(node, node.Constant(1)), ElementReaders.Only(node, node.Constant(2)));
        var count = Folding.Count([step == 0 ? -1 : (long)Math.Max(0, Math.Ceiling((limit - start) / step))]);
        return node.Constant(0).Floats is not null
            ? new Known([count], Enumerable.Range(0, count).Select(index => (float)(start + index * step)).ToArray())
            : new Known([count], Enumerable.Range(0, count).Select(index => (long)(start + index * step)).ToArray());
    }

    private static Known Where(OnnxNode node)
    {
        var joined = Distill.Onnx.Shape.Broadcast(node.Constant(0).Dimensions, Distill.Onnx.Shape.Broadcast(node.Constant(1).Dimensions, node.Constant(2).Dimensions) ?? [-1])
            ?? throw OnnxNode.Unfit("joins constants that do not fit together");
        var (condition, yes, no) = (Folding.Expand(node.Constant(0), joined), Folding.Expand(node.Constant(1), joined), Folding.Expand(node.Constant(2), joined));
        return yes.Floats is not null
            ? new Known(joined, Enumerable.Range(0, yes.Count).Select(index => (float)(condition.At(index) != 0 ? yes : no).At(index)).ToArray())
            : new Known(joined, Enumerable.Range(0, yes.Count).Select(index => (long)(condition.At(index) != 0 ? yes : no).At(index)).ToArray());
    }

    private static Known ReduceProd(OnnxNode node)
    {
        var known = node.Constant(0);
        var product = Enumerable.Range(0, known.Count).Aggregate(1.0, (all, index) => all * known.At(index));
        long[] dimensions = node.Integer("keepdims", 1) != 0 ? [.. known.Dimensions.Select(_ => 1L)] : [];
        return known.Dimensions.Length > 1 ? throw OnnxNode.Unfit("multiplies along some axes only")
            : known.Floats is not null ? new Known(dimensions, [(float)product]) : new Known(dimensions, [(long)product]);
    }

    /// <summary>Whole numbers are cut off towards zero.</summary>
    private static Known Divide(OnnxNode node)
    {
        var isWhole = node.Constant(0).Floats is null;
        return Pair(node, (a, b) => !isWhole ? a / b : b != 0 ? Math.Truncate(a / b) : throw OnnxNode.Unfit("divides by zero"));
    }

    private static Known Single(OnnxNode node, Func<double, double> compute)
    {
        var known = node.Constant(0);
        return known.Floats is not null
            ? Folding.Each(known, compute)
            : new Known(known.Dimensions, (long[])[.. known.Integers!.Select(value => (long)compute(value))]);
    }

    private static Known Pair(OnnxNode node, Func<double, double, double> compute, bool truth = false)
    {
        var (first, second) = (node.Constant(0), node.Constant(1));
        var dimensions = Distill.Onnx.Shape.Broadcast(first.Dimensions, second.Dimensions) ?? throw OnnxNode.Unfit("joins constants that do not fit together");
        var (left, right) = (Folding.Expand(first, dimensions), Folding.Expand(second, dimensions));
        var values = Enumerable.Range(0, left.Count).Select(index => compute(left.At(index), right.At(index)));
        return truth || first.Floats is null ? new Known(dimensions, values.Select(value => (long)value).ToArray()) : new Known(dimensions, values.Select(value => (float)value).ToArray());
    }

    private static long[] Whole(OnnxNode node, int input) =>
        node.Constant(input).Integers ?? throw OnnxNode.Unfit($"needs whole numbers as input {input}");
}

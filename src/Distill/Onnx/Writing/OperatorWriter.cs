using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Writes the nodes of a network as ONNX nodes. Tensors keep the names they have in the network.</summary>
/// <param name="network">The network, folded.</param>
/// <param name="writer">Takes the nodes.</param>
/// <param name="nameOf">What the values of the network are called in the file.</param>
internal sealed class OperatorWriter(Network network, GraphWriter writer, Func<string, string> nameOf)
{
    private readonly Dictionary<string, IReadOnlyList<Node>> _splits = SharedOutSlices.Find(network);

    /// <summary>Adds what computes a node; its value bears the node's name in the file.</summary>
    public void Write(Node node)
    {
        string[] inputs = [.. node.Inputs.Select(nameOf)];
        _ = node.Operator switch
        {
            Conv conv => Layer("Conv", node, inputs, conv.Bias, Settings(conv)),
            Linear linear when network.Shapes[node.Name].Length > 1 => Rows(linear, node, inputs[0]),
            Linear linear => Layer("Gemm", node, inputs, linear.Bias, [Attributes.Of("transB", 1)]),
            BatchNorm norm => Last(node, "BatchNormalization",
                [.. inputs, .. "weight bias running_mean running_var".Split(' ').Select(tensor => $"{node.Name}.{tensor}")],
                Attributes.Of("epsilon", (float)norm.Epsilon)),
            Relu => Last(node, "Relu", inputs),
            Relu6 => Last(node, "Clip", [inputs[0], writer.Scalar(0), writer.Scalar(6)]),
            HardSwish => Last(node, "HardSwish", inputs),
            HardSigmoid => Last(node, "HardSigmoid", inputs, Attributes.Of("alpha", 1f / 6), Attributes.Of("beta", 0.5f)),
            Add => Last(node, "Add", inputs),
            Multiply => Last(node, "Mul", inputs),
            Concat concat => Last(node, "Concat", inputs, Attributes.Of("axis", concat.Axis + 1)),
            Flatten => Last(node, "Flatten", inputs, Attributes.Of("axis", 1)),
            GlobalAveragePool => Last(node, "GlobalAveragePool", inputs),
            MaxPool pool => Last(node, "MaxPool", inputs, Settings(pool, network.Shapes[node.Inputs[0]])),
            AveragePool pool => Last(node, "AveragePool", inputs, Square(pool.Kernel, pool.Stride, pool.Padding)
                .Append(Attributes.Of("count_include_pad", pool.CountIncludePad ? 1 : 0))
                .Concat(pool.CeilMode ? [Attributes.Of("ceil_mode", 1)] : [])),
            ChannelSlice slice => Slice(slice, node, inputs[0]),
            ChannelShuffle shuffle => Shuffle(shuffle, node, inputs[0]),
            ZeroPadShortcut shortcut => Shortcut(shortcut, node, inputs[0]),
            _ => Other(node, inputs[0], inputs),
        };
    }

    /// <summary>What imported networks have besides.</summary>
    private string Other(Node node, string input, string[] inputs) => node.Operator switch
    {
        Sigmoid => Last(node, "Sigmoid", inputs),
        Tanh => Last(node, "Tanh", inputs),
        Erf => Last(node, "Erf", inputs),
        SquareRoot => Last(node, "Sqrt", inputs),
        LeakyRelu leaky => Last(node, "LeakyRelu", inputs, Attributes.Of("alpha", (float)leaky.Slope)),
        Clip clip => Last(node, "Clip", [input, writer.Scalar((float)clip.Low), writer.Scalar((float)clip.High)]),
        Power power => Last(node, "Pow", [input, writer.Scalar((float)power.Exponent)]),
        Affine { Factor: 1 } affine => Last(node, "Add", [input, writer.Scalar((float)affine.Summand)]),
        Affine { Summand: 0 } affine => Last(node, "Mul", [input, writer.Scalar((float)affine.Factor)]),
        Affine affine => Last(node, "Add", [writer.Node("Mul", $"{node.Name}.scale", [input, writer.Scalar((float)affine.Factor)]), writer.Scalar((float)affine.Summand)]),
        Gelu => WriteGelu(node, input),
        Subtract => Last(node, "Sub", inputs),
        Divide => Last(node, "Div", inputs),
        Reshape reshape => Last(node, "Reshape", [input, writer.Integers([0, .. reshape.Shape])]),
        Transpose transpose => Last(node, "Transpose", inputs, Attributes.Of("perm", [0, .. transpose.Order.Select(axis => axis + 1)])),
        Slice slice => Last(node, "Slice", [input, writer.Integers(slice.Start), writer.Integers(slice.Start + (slice.Length - 1) * slice.Step + 1), writer.Integers(slice.Axis + 1L), writer.Integers(slice.Step)]),
        Pad pad => Last(node, "Pad", [input, writer.Integers([0, .. pad.Before, 0, .. pad.After]), writer.Scalar((float)pad.Value)], Attributes.Of("mode", "constant")),
        Mean mean => Last(node, "ReduceMean", inputs, Attributes.Of("axes", mean.Axes.Select(axis => axis + 1)), Attributes.Of("keepdims", 0)),
        MatrixMultiply => Last(node, "MatMul", inputs),
        Softmax softmax => Last(node, "Softmax", inputs, Attributes.Of("axis", softmax.Axis + 1)),
        LayerNorm norm => Last(node, "LayerNormalization", [input, $"{node.Name}.weight", $"{node.Name}.bias"], Attributes.Of("axis", -1), Attributes.Of("epsilon", (float)norm.Epsilon)),
        Scale => Last(node, "Mul", [input, $"{node.Name}.weight"]),
        Offset => Last(node, "Add", [input, $"{node.Name}.bias"]),
        Prepend => WritePrepend(node, input),
        var other => throw new NetworkProblemException($"Node \"{node.Name}\" ({other.GetType().Name}) of network \"{network.Name}\" cannot be written as ONNX."),
    };

    /// <summary>Gemm takes one row for each image; where there are several, the matrix is multiplied apart.</summary>
    private string Rows(Linear linear, Node node, string input)
    {
        var transposed = writer.Node("Transpose", $"{node.Name}.columns", [$"{node.Name}.weight"], Attributes.Of("perm", [1, 0]));
        return linear.Bias
            ? Last(node, "Add", [writer.Node("MatMul", $"{node.Name}.product", [input, transposed]), $"{node.Name}.bias"])
            : Last(node, "MatMul", [input, transposed]);
    }

    /// <summary>0.5 · (x · (1 + erf(x / √2))): opset 17 has no operator for it.</summary>
    private string WriteGelu(Node node, string x)
    {
        var erf = writer.Node("Erf", $"{node.Name}.erf", [writer.Node("Div", $"{node.Name}.divide", [x, writer.Scalar((float)Math.Sqrt(2))])]);
        var share = writer.Node("Add", $"{node.Name}.share", [erf, writer.Scalar(1)]);
        return Last(node, "Mul", [writer.Node("Mul", $"{node.Name}.product", [x, share]), writer.Scalar(0.5f)]);
    }

    /// <summary>The learned rows are repeated for as many images as there are.</summary>
    private string WritePrepend(Node node, string input)
    {
        var shape = writer.Node("Shape", $"{node.Name}.images", [input], Attributes.Of("start", 0), Attributes.Of("end", 1));
        var ones = writer.Integers([.. Enumerable.Repeat(1L, network.Shapes[node.Name].Length)]);
        var target = writer.Node("Concat", $"{node.Name}.target", [shape, ones], Attributes.Of("axis", 0));
        var rows = writer.Node("Expand", $"{node.Name}.rows", [$"{node.Name}.weight", target]);
        return Last(node, "Concat", [rows, input], Attributes.Of("axis", 1));
    }

    /// <summary>The ONNX node that gives the value of the network's node.</summary>
    private string Last(Node node, string op, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        writer.Node(op, node.Name, inputs, [nameOf(node.Name)], attributes)[0];

    private string Layer(string op, Node node, string[] inputs, bool bias, IEnumerable<AttributeProto> attributes) =>
        Last(node, op, [inputs[0], $"{node.Name}.weight", .. bias ? [$"{node.Name}.bias"] : Array.Empty<string>()], attributes);

    private static AttributeProto[] Settings(Conv conv) =>
    [
        Attributes.Of("dilations", [conv.Dilation, conv.Dilation]),
        Attributes.Of("group", conv.Groups),
        Attributes.Of("kernel_shape", [conv.KernelHeight, conv.KernelWidth]),
        Attributes.Of("pads", [conv.Padding, conv.Padding, conv.Padding, conv.Padding]),
        Attributes.Of("strides", [conv.Stride, conv.Stride]),
    ];

    private static AttributeProto[] Square(int kernel, int stride, int padding) =>
    [
        Attributes.Of("kernel_shape", [kernel, kernel]),
        Attributes.Of("pads", [padding, padding, padding, padding]),
        Attributes.Of("strides", [stride, stride]),
    ];

    /// <summary>
    /// A window that sticks out is written as padding at the far end, exactly as far as it sticks out: ONNX's own ceil mode counts
    /// windows differently from PyTorch's before opset 19.
    /// </summary>
    private static AttributeProto[] Settings(MaxPool pool, long[] input_CHW)
    {
        long End(long size) => pool.CeilMode
            ? Math.Max(pool.Padding, (Window.Positions(size, pool.Kernel, pool.Stride, pool.Padding, true) - 1) * pool.Stride + pool.Kernel - size - pool.Padding)
            : pool.Padding;

        return
        [
            Attributes.Of("kernel_shape", [pool.Kernel, pool.Kernel]),
            Attributes.Of("pads", [pool.Padding, pool.Padding, End(input_CHW[1]), End(input_CHW[2])]),
            Attributes.Of("strides", [pool.Stride, pool.Stride]),
        ];
    }

    /// <summary>Slices that share out a value are one Split, which runtimes know how to keep in whole numbers.</summary>
    private string Slice(ChannelSlice slice, Node node, string input)
    {
        if (!_splits.TryGetValue(node.Name, out var parts))
        {
            return Last(node, "Slice", [input, writer.Integers(slice.Start), writer.Integers((long)slice.Start + slice.Length), writer.Integers(1)]);
        }

        return parts[0].Name == node.Name
            ? writer.Node(
                "Split", $"{node.Name}.split",
                [input, writer.Integers([.. parts.Select(part => (long)((ChannelSlice)part.Operator).Length)])],
                [.. parts.Select(part => nameOf(part.Name))],
                Attributes.Of("axis", 1))[0]
            : node.Name;
    }

    private string Shuffle(ChannelShuffle shuffle, Node node, string input)
    {
        var (channels, height, width) = (network.Shapes[node.Name][0], network.Shapes[node.Name][1], network.Shapes[node.Name][2]);
        var grouped = writer.Node("Reshape", $"{node.Name}.group", [input, writer.Integers(0, shuffle.Groups, channels / shuffle.Groups, height, width)]);
        var shuffled = writer.Node("Transpose", $"{node.Name}.transpose", [grouped], Attributes.Of("perm", [0, 2, 1, 3, 4]));
        return Last(node, "Reshape", [shuffled, writer.Integers(0, channels, height, width)]);
    }

    private string Shortcut(ZeroPadShortcut shortcut, Node node, string input)
    {
        var before = (shortcut.OutChannels - network.Shapes[node.Inputs[0]][0]) / 2;
        var half = writer.Node(
            "Slice", $"{node.Name}.slice",
            [input, writer.Integers(0, 0), writer.Integers(int.MaxValue, int.MaxValue), writer.Integers(2, 3), writer.Integers(2, 2)]);
        return Last(node, "Pad", [half, writer.Integers(0, before, 0, 0, 0, before, 0, 0)], Attributes.Of("mode", "constant"));
    }
}

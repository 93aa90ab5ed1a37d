using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Translates what is computed number by number from one value.</summary>
internal static class ElementReaders
{
    /// <summary>What leaves its input as it is when nothing is trained.</summary>
    public static Operand Same(OnnxNode node) => node.Flow();

    public static Operand Unary(OnnxNode node, Operator @operator)
    {
        var flow = node.Flow();
        return node.Add(@operator, node.Sample(flow), flow.HasLeadingOne) with { Dimensions = flow.Dimensions };
    }

    /// <summary>To floats only: what comes from images is nothing else.</summary>
    public static Operand Cast(OnnxNode node) =>
        ElementTypes.IsFloat(node.Integer("to", 0))
            ? node.Flow()
            : throw OnnxNode.Unfit($"turns numbers into element type {node.Integer("to", 0)}");

    public static Operand Clip(OnnxNode node)
    {
        double Limit(string attribute, int input, double otherwise) =>
            node.OptionalConstant(input) is { } given ? Only(node, given) : node.Number(attribute, otherwise);

        var (low, high) = (Limit("min", 1, float.MinValue), Limit("max", 2, float.MaxValue));
        return Unary(node, (low, high) switch
        {
            (0, 6) => new Relu6(),
            (0, >= float.MaxValue) => new Relu(),
            _ => new Clip(Math.Max(low, float.MinValue), Math.Min(high, float.MaxValue)),
        });
    }

    public static Operand HardSigmoid(OnnxNode node)
    {
        var (alpha, beta) = (node.Number("alpha", 0.2), node.Number("beta", 0.5));
        if ((float)alpha == 1f / 6 && beta == 0.5)
        {
            return Unary(node, new HardSigmoid());
        }

        var flow = node.Flow();
        var line = node.Help("line", new Affine(alpha, beta), node.Sample(flow));
        return node.Add(new Clip(0, 1), line, flow.HasLeadingOne) with { Dimensions = flow.Dimensions };
    }

    /// <summary>The usual approximation is written out: 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    public static Operand Gelu(OnnxNode node)
    {
        if (node.Text("approximate", "none") == "none")
        {
            return Unary(node, new Gelu());
        }

        var flow = node.Flow();
        var x = node.Sample(flow);
        var cube = node.Help("cube", new Affine(0.044715, 0), node.Help("power", new Power(3), x));
        var sum = node.Draft.Add($"{node.Name}.sum", new Add(), [x, cube]);
        var tanh = node.Help("tanh", new Tanh(), node.Help("scaled", new Affine(Math.Sqrt(2 / Math.PI), 0), sum));
        return node.Add(new Multiply(), [x, node.Help("share", new Affine(0.5, 0.5), tanh)], flow.HasLeadingOne) with { Dimensions = flow.Dimensions };
    }

    public static Operand Softmax(OnnxNode node)
    {
        var flow = node.Flow();
        var axis = OnnxNode.Axis(node.Integer("axis", node.Opset < 13 ? 1 : -1), flow.Dimensions.Length);
        return node.Opset >= 13 || axis == flow.Dimensions.Length - 1
            ? Unary(node, new Softmax(OnnxNode.SampleAxis(flow, axis)))
            : throw OnnxNode.Unfit("takes the softmax over several axes");
    }

    public static Operand Power(OnnxNode node) => Unary(node, Only(node, node.Constant(1)) switch
    {
        0.5 => new SquareRoot(),
        var exponent => new Power(exponent),
    });

    public static double Only(OnnxNode node, Known constant) =>
        constant.Count == 1 ? constant.At(0) : throw OnnxNode.Unfit($"needs a single number, not {Shapes.Text(constant.Dimensions)}");
}

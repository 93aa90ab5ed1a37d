using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Translates the layers with weights: convolutions, linear layers, normalisations.</summary>
internal static class LayerReaders
{
    public static Operand Conv(OnnxNode node)
    {
        var (flow, weight) = (node.Flow(), node.Constant(1));
        var image = node.Image(flow);
        if (weight.Dimensions is not [var outChannels, _, var height, var width] || Math.Max(outChannels, Math.Max(height, width)) > int.MaxValue)
        {
            throw OnnxNode.Unfit($"has a kernel of {Shapes.Text(weight.Dimensions)}, which is not one for images");
        }

        var window = Windows.Of(node, height, width, node.Draft.ShapeOf(image));
        image = window.PadApart(node, image, window.IsEven ? null : 0, out var padding);
        var (kernel, bias) = (window.Spread(weight), node.OptionalConstant(2));
        var conv = new Conv(
            (int)outChannels, (int)kernel.Dimensions[2], (int)kernel.Dimensions[3], window.Stride, padding, window.Dilation,
            (int)node.Integer("group", 1), bias is not null);
        return window.Thin(node, node.Add(
            conv, image, leadingOne: true,
            [("weight", kernel.Tensor(kernel.Dimensions)), .. bias is null ? Array.Empty<(string, HostTensor)>() : [("bias", bias.Tensor(bias.Dimensions))]]));
    }

    public static Operand Gemm(OnnxNode node)
    {
        var (flow, weight) = (node.Flow(), node.Constant(1));
        if (node.Integer("transA", 0) != 0 || weight.Dimensions is not [var rows, var columns] || flow.Dimensions.Length != 2)
        {
            throw OnnxNode.Unfit($"multiplies {Shapes.Text(flow.Dimensions)} by {Shapes.Text(weight.Dimensions)} in a way that no linear layer does");
        }

        var transposed = node.Integer("transB", 0) != 0 ? weight : Folding.Transpose(weight, [1, 0]);
        var (outputs, alpha, beta) = (node.Integer("transB", 0) != 0 ? rows : columns, node.Number("alpha", 1), node.Number("beta", 1));
        var kernel = alpha == 1 ? transposed : Folding.Each(transposed, value => alpha * value);
        var bias = node.OptionalConstant(2) is { } given ? Folding.Each(Folding.Expand(given, [outputs]), value => beta * value) : null;
        return Linear(node, flow, kernel, bias);
    }

    public static Operand MatMul(OnnxNode node)
    {
        if (node.Input(1) is Known weight)
        {
            return weight.Dimensions.Length == 2
                ? Linear(node, node.Flow(), Folding.Transpose(weight, [1, 0]), null)
                : throw OnnxNode.Unfit($"multiplies by a constant of {Shapes.Text(weight.Dimensions)}, which is not a matrix");
        }

        var (first, second) = (node.Flow(), node.Flow(1));
        var rank = Math.Max(first.Dimensions.Length, second.Dimensions.Length);
        var (left, right) = (Shape.Align(first.Dimensions, rank), Shape.Align(second.Dimensions, rank));
        var leadingOne = rank > 2 && left[0] == 1 && right[0] == 1;
        string Stack(Flow flow, long[] dimensions) => node.Draft.As(flow.Node, leadingOne ? dimensions[1..] : dimensions);
        return node.Add(new MatrixMultiply(), [Stack(first, left), Stack(second, right)], leadingOne);
    }

    public static Operand BatchNormalization(OnnxNode node)
    {
        var flow = node.Flow();
        var shape = flow.Sample is [var channels] ? [channels, 1, 1] : flow.Sample;
        var result = node.Add(
            new BatchNorm(node.Number("epsilon", 1e-5)), node.Draft.As(flow.Node, shape), leadingOne: true,
            [.. new[] { "weight", "bias", "running_mean", "running_var" }.Select((name, index) => (name, node.Constant(index + 1).Tensor(node.Constant(index + 1).Dimensions)))]);
        return result with { Dimensions = flow.Dimensions };
    }

    /// <summary>Several normalised axes are one longer axis to the network.</summary>
    public static Operand LayerNormalization(OnnxNode node)
    {
        var (flow, scale) = (node.Flow(), node.Constant(1));
        var axis = OnnxNode.SampleAxis(flow, OnnxNode.Axis(node.Integer("axis", -1), flow.Dimensions.Length));
        long[] shape = [.. flow.Sample[..axis], Shapes.Count(flow.Sample[axis..])];
        var width = shape[^1];
        var shift = node.OptionalConstant(2) ?? new Known([width], new float[width]);
        var result = node.Add(
            new LayerNorm(node.Number("epsilon", 1e-5)), node.Draft.As(flow.Node, shape), flow.HasLeadingOne,
            ("weight", scale.Tensor([scale.Count])), ("bias", shift.Tensor([shift.Count])));
        return result with { Dimensions = flow.Dimensions };
    }

    private static Flow Linear(OnnxNode node, Flow flow, Known weight, Known? bias)
    {
        var (outputs, inputs) = (weight.Dimensions[0], weight.Dimensions[1]);
        if (flow.Dimensions[^1] != inputs || outputs > int.MaxValue)
        {
            throw OnnxNode.Unfit($"multiplies {Shapes.Text(flow.Dimensions)} by a matrix with {inputs} rows");
        }

        return node.Add(
            new Linear((int)outputs, bias is not null), node.Sample(flow), flow.HasLeadingOne,
            [("weight", weight.Tensor(weight.Dimensions)), .. bias is null ? Array.Empty<(string, HostTensor)>() : [("bias", bias.Tensor([outputs]))]]);
    }
}

using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Translates what is computed number by number from two values, of which one may be a constant.</summary>
internal static class PairReaders
{
    public static Operand Add(OnnxNode node) =>
        node.Input(1) is Known right ? Plus(node, node.Flow(), right)
        : node.Input(0) is Known left ? Plus(node, node.Flow(1), left)
        : Both(node, new Add());

    public static Operand Subtract(OnnxNode node) =>
        node.Input(1) is Known right ? Plus(node, node.Flow(), Folding.Each(right, value => -value))
        : node.Input(0) is Known left ? Plus(node, Before(node, "negative", new Affine(-1, 0)), left)
        : Both(node, new Subtract());

    public static Operand Multiply(OnnxNode node) =>
        node.Input(1) is Known right ? Times(node, node.Flow(), right)
        : node.Input(0) is Known left ? Times(node, node.Flow(1), left)
        : Both(node, new Multiply());

    public static Operand Divide(OnnxNode node) =>
        node.Input(1) is Known right ? Times(node, node.Flow(), Folding.Each(right, value => 1 / value))
        : node.Input(0) is Known left ? Times(node, Before(node, "reciprocal", new Power(-1)), left)
        : Both(node, new Divide());

    private static Flow Plus(OnnxNode node, Flow flow, Known constant) => WithConstant(
        node, flow, constant, number => new Affine(1, number), shape => (new Offset(shape), "bias"));

    private static Flow Times(OnnxNode node, Flow flow, Known constant) => WithConstant(
        node, flow, constant, number => new Affine(number, 0), shape => (new Scale(shape), "weight"));

    /// <summary>A single number is part of the operator; more of them can be learned.</summary>
    private static Flow WithConstant(
        OnnxNode node, Flow flow, Known constant, Func<double, Operator> withNumber, Func<Sizes, (Operator Operator, string Tensor)> withTensor)
    {
        var dimensions = Fit(node, flow.Dimensions, constant.Dimensions);
        var aligned = flow with { Dimensions = Shape.Align(flow.Dimensions, dimensions.Length) };
        if (constant.Count == 1)
        {
            return node.Add(withNumber(constant.At(0)), node.Sample(aligned), aligned.HasLeadingOne) with { Dimensions = dimensions };
        }

        var shape = Shape.Align(constant.Dimensions, dimensions.Length);
        if (aligned.HasLeadingOne && shape[0] != 1)
        {
            throw OnnxNode.Unfit($"joins {Shapes.Text(flow.Dimensions)} and {Shapes.Text(constant.Dimensions)}, which differ in the number of images");
        }

        long[] own = aligned.HasLeadingOne ? shape[1..] : shape;
        var (@operator, tensor) = withTensor([.. own]);
        return node.Add(@operator, node.Sample(aligned), aligned.HasLeadingOne, (tensor, constant.Tensor(own))) with { Dimensions = dimensions };
    }

    private static Flow Both(OnnxNode node, Operator @operator)
    {
        var (first, second) = (node.Flow(), node.Flow(1));
        var dimensions = Fit(node, first.Dimensions, second.Dimensions);
        var (left, right) = (Shape.Align(first.Dimensions, dimensions.Length), Shape.Align(second.Dimensions, dimensions.Length));
        var leadingOne = dimensions.Length > 1 && left[0] == 1 && right[0] == 1;
        string Side(Flow flow, long[] aligned) => node.Draft.As(flow.Node, leadingOne ? aligned[1..] : aligned);
        return node.Add(@operator, [Side(first, left), Side(second, right)], leadingOne) with { Dimensions = dimensions };
    }

    private static Flow Before(OnnxNode node, string what, Operator @operator)
    {
        var flow = node.Flow(1);
        return flow with { Node = node.Help(what, @operator, node.Sample(flow)) };
    }

    private static long[] Fit(OnnxNode node, long[] first, long[] second) =>
        Shape.Broadcast(first, second) ?? throw OnnxNode.Unfit($"joins {Shapes.Text(first)} and {Shapes.Text(second)}, which do not fit");
}

using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Every operator of ONNX that becomes a part of a network.</summary>
internal static class OperatorReaders
{
    private static readonly Dictionary<string, Func<OnnxNode, IReadOnlyList<Operand>>> s_readers = new()
    {
        ["Add"] = One(PairReaders.Add),
        ["AveragePool"] = One(PoolReaders.AveragePool),
        ["BatchNormalization"] = One(LayerReaders.BatchNormalization),
        ["Cast"] = One(ElementReaders.Cast),
        ["Clip"] = One(ElementReaders.Clip),
        ["Concat"] = One(LayoutReaders.Concat),
        ["Conv"] = One(LayerReaders.Conv),
        ["Div"] = One(PairReaders.Divide),
        ["Dropout"] = One(ElementReaders.Same),
        ["Erf"] = One(node => ElementReaders.Unary(node, new Erf())),
        ["Expand"] = One(LayoutReaders.Expand),
        ["Flatten"] = One(LayoutReaders.Flatten),
        ["Gather"] = One(LayoutReaders.Gather),
        ["Gelu"] = One(ElementReaders.Gelu),
        ["Gemm"] = One(LayerReaders.Gemm),
        ["GlobalAveragePool"] = One(PoolReaders.GlobalAveragePool),
        ["HardSigmoid"] = One(ElementReaders.HardSigmoid),
        ["HardSwish"] = One(node => ElementReaders.Unary(node, new HardSwish())),
        ["Identity"] = One(ElementReaders.Same),
        ["LayerNormalization"] = One(LayerReaders.LayerNormalization),
        ["LeakyRelu"] = One(node => ElementReaders.Unary(node, new LeakyRelu(node.Number("alpha", 0.01)))),
        ["MatMul"] = One(LayerReaders.MatMul),
        ["MaxPool"] = One(PoolReaders.MaxPool),
        ["Mul"] = One(PairReaders.Multiply),
        ["Neg"] = One(node => ElementReaders.Unary(node, new Affine(-1, 0))),
        ["Pad"] = One(LayoutReaders.Pad),
        ["Pow"] = One(ElementReaders.Power),
        ["Reciprocal"] = One(node => ElementReaders.Unary(node, new Power(-1))),
        ["ReduceMean"] = One(PoolReaders.ReduceMean),
        ["Relu"] = One(node => ElementReaders.Unary(node, new Relu())),
        ["Reshape"] = One(LayoutReaders.Reshape),
        ["Shape"] = One(node => KnownReaders.Shape(node, node.Flow().Dimensions)),
        ["Sigmoid"] = One(node => ElementReaders.Unary(node, new Sigmoid())),
        ["Slice"] = One(LayoutReaders.Slice),
        ["Softmax"] = One(ElementReaders.Softmax),
        ["Split"] = LayoutReaders.Split,
        ["Sqrt"] = One(node => ElementReaders.Unary(node, new SquareRoot())),
        ["Squeeze"] = One(LayoutReaders.Squeeze),
        ["Sub"] = One(PairReaders.Subtract),
        ["Tanh"] = One(node => ElementReaders.Unary(node, new Tanh())),
        ["Transpose"] = One(LayoutReaders.Transpose),
        ["Unsqueeze"] = One(LayoutReaders.Unsqueeze),
    };

    /// <summary>Whether nodes of this operator can be read.</summary>
    public static bool Knows(NodeProto node) =>
        node.Domain is "" or "ai.onnx" && (s_readers.ContainsKey(node.OpType) || KnownReaders.Knows(node.OpType));

    public static IReadOnlyList<Operand> Read(OnnxNode node) =>
        node.IsKnown && KnownReaders.Knows(node.Operator) ? [KnownReaders.Read(node)]
        : s_readers.TryGetValue(node.Operator, out var read) ? read(node)
        : throw OnnxNode.Unfit("works on what comes from the images, which it cannot here");

    private static Func<OnnxNode, IReadOnlyList<Operand>> One(Func<OnnxNode, Operand> read) => node => [read(node)];
}

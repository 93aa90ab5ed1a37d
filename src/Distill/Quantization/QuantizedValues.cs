using Distill.Onnx;

namespace Distill.Quantization;

/// <summary>Decides which values of a graph become bytes, and with which scale.</summary>
internal static class QuantizedValues
{
    // Operators for which ONNX Runtime has kernels on bytes, or which only move them.
    private static readonly HashSet<string> s_onBytes =
    [
        "Add", "AveragePool", "Clip", "Concat", "Conv", "Flatten", "Gemm", "GlobalAveragePool", "MaxPool", "Mul", "Relu", "Reshape", "Slice", "Split", "Transpose",
    ];

    // What goes in comes out, so the bytes stay what they are.
    private static readonly HashSet<string> s_moving = ["Flatten", "MaxPool", "Reshape", "Slice", "Split", "Transpose"];

    // A convolution or sum and its rectifier become one kernel; between them nothing may be rounded.
    private static readonly HashSet<string> s_rectified = ["Add", "Conv", "Gemm"];

    /// <summary>Scales by the name of the value.</summary>
    /// <param name="graph">The graph in 32-bit floats.</param>
    /// <param name="ranges">Ranges of values by name; values without one inherit it through operators that only move them, or stay floats.</param>
    /// <param name="signed">Whether bytes have a sign.</param>
    public static IReadOnlyDictionary<string, ValueScale> Of(GraphProto graph, IReadOnlyDictionary<string, ActivationRange> ranges, bool signed)
    {
        var users = graph.Node.SelectMany(node => node.Input.Select(input => (input, node))).ToLookup(use => use.input, use => use.node);
        var logits = graph.Output.Select(output => output.Name).ToHashSet();
        var known = new Dictionary<string, ActivationRange>(ranges);
        var scales = new Dictionary<string, ValueScale>();

        void Consider(string value, NodeProto? maker)
        {
            var isUseful = (maker is not null && s_onBytes.Contains(maker.OpType)) || users[value].Any(user => s_onBytes.Contains(user.OpType));
            if (isUseful && !logits.Contains(value) && known.TryGetValue(value, out var range) && !IsRectified(maker, [.. users[value]]))
            {
                scales[value] = ValueScale.Of(range, signed);
            }
        }

        foreach (var input in graph.Input)
        {
            Consider(input.Name, null);
        }

        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output)
            {
                if (s_moving.Contains(node.OpType) && known.TryGetValue(node.Input[0], out var moved))
                {
                    known[output] = moved;
                }

                Consider(output, node);
            }
        }

        return scales;
    }

    private static bool IsRectified(NodeProto? maker, IReadOnlyList<NodeProto> users) =>
        maker is not null && s_rectified.Contains(maker.OpType) && users is [{ OpType: "Relu" or "Clip" }];
}

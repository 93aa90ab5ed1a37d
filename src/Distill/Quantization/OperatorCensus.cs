using Distill.Onnx;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Quantization;

/// <summary>Which operators ONNX Runtime really runs once it has fused what it can: where it does not find a kernel on bytes, it falls back to floats without a word.</summary>
/// <param name="Operators">How often each operator is in the optimised graph.</param>
/// <param name="Declared">Operators on floats that were meant to be, and how often.</param>
/// <param name="Fallbacks">Operators on floats that nobody meant to be, and how often; empty where all is well.</param>
public sealed record OperatorCensus(
    IReadOnlyDictionary<string, int> Operators, IReadOnlyDictionary<string, int> Declared, IReadOnlyDictionary<string, int> Fallbacks)
{
    // They move numbers as they are (around a convolution on floats into its layout and back: the convolution itself is what counts), or turn
    // floats into bytes and back.
    private static readonly HashSet<string> s_harmless =
    [
        "DequantizeLinear", "Flatten", "MaxPool", "NhwcMaxPool", "QGemm", "QuantizeLinear", "ReorderInput", "ReorderOutput", "Reshape", "Slice", "Split", "Squeeze",
        "Transpose", "Unsqueeze",
    ];

    // No runtime has them on bytes; some are taken apart into others before they run.
    private static readonly Dictionary<string, string[]> s_withoutBytes = new()
    {
        ["HardSigmoid"] = ["HardSigmoid"],
        ["HardSwish"] = ["HardSwish", "HardSigmoid", "Mul"],
        ["Pad"] = ["Pad"],
    };

    /// <summary>The operators of a graph that are meant to compute on floats, and how often.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="floatLayers">Layers whose weights stay floats.</param>
    internal static IReadOnlyDictionary<string, int> DeclaredIn(GraphProto graph, IReadOnlyCollection<string> floatLayers) => graph.Node
        .SelectMany(node => s_withoutBytes.TryGetValue(node.OpType, out var operators) ? operators
            : floatLayers.Contains(node.Name) || node.Name.StartsWith($"{Preprocessing.Name}.", StringComparison.Ordinal) ? [node.OpType]
            : [])
        .CountBy(name => name)
        .ToDictionary();

    /// <summary>Counts the operators of a model on bytes.</summary>
    /// <param name="model">The whole file.</param>
    /// <param name="declared">The operators that were meant to compute on floats, and how often.</param>
    /// <param name="signed">Whether its activations are signed bytes, which have to be asked for on x86-64.</param>
    /// <exception cref="OnnxRuntimeException">The model cannot be loaded.</exception>
    internal static OperatorCensus Of(ReadOnlySpan<byte> model, IReadOnlyDictionary<string, int> declared, bool signed)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (new OnnxSession(model, new OnnxSessionOptions { OptimizedModelPath = path, SignedBytes = signed }))
            {
                return Of(ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)), declared);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    internal static OperatorCensus Of(ModelProto optimized, IReadOnlyDictionary<string, int> declared)
    {
        var operators = new SortedDictionary<string, int>(
            optimized.Graph.Node.CountBy(node => node.OpType).ToDictionary(), StringComparer.Ordinal);
        var onFloats = operators
            .Where(count => !count.Key.StartsWith("QLinear", StringComparison.Ordinal) && !s_harmless.Contains(count.Key))
            .GroupBy(count => count.Key.Replace("Fused", "", StringComparison.Ordinal))
            .ToDictionary(group => group.Key, group => group.Sum(count => count.Value));
        var fallbacks = onFloats
            .Select(count => KeyValuePair.Create(count.Key, count.Value - declared.GetValueOrDefault(count.Key)))
            .Where(count => count.Value > 0);
        return new OperatorCensus(
            operators,
            onFloats.Where(count => declared.ContainsKey(count.Key)).ToDictionary(count => count.Key, count => Math.Min(count.Value, declared[count.Key])),
            fallbacks.ToDictionary());
    }
}

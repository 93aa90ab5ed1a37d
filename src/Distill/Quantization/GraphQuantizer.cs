using System.Runtime.InteropServices;
using Distill.Onnx;
using Google.Protobuf;

namespace Distill.Quantization;

/// <summary>
/// Writes a model of 32-bit floats once more with its values and weights as bytes, in the form that ONNX calls QDQ: pairs of nodes that
/// quantize and dequantize, which runtimes fuse into kernels on bytes.
/// </summary>
/// <param name="model">The model in 32-bit floats.</param>
/// <param name="scales">The values that become bytes.</param>
/// <param name="options">How weights become bytes.</param>
internal sealed class GraphQuantizer(ModelProto model, IReadOnlyDictionary<string, ValueScale> scales, QuantizationOptions options)
{
    private readonly GraphProto _graph = new() { Name = model.Graph.Name };
    private readonly Dictionary<string, TensorProto> _constants = model.Graph.Initializer.ToDictionary(tensor => tensor.Name);
    private readonly HashSet<string> _written = [];

    /// <summary>The model on bytes; the given one stays as it was.</summary>
    public ModelProto Quantize()
    {
        _graph.Input.AddRange(model.Graph.Input);
        _graph.Output.AddRange(model.Graph.Output);
        foreach (var input in model.Graph.Input)
        {
            AddPair(input.Name);
        }

        foreach (var original in model.Graph.Node)
        {
            var node = original.Clone();
            var inputs = original.Input.Select(input => scales.ContainsKey(input) ? Names.Dequantized(input) : input).ToList();
            if (IsLayer(original))
            {
                RoundLayer(original, inputs);
            }

            node.Input.Clear();
            node.Input.AddRange(inputs);
            foreach (var constant in inputs.Where(_constants.ContainsKey))
            {
                Write(_constants[constant]);
            }

            _graph.Node.Add(node);
            foreach (var output in original.Output)
            {
                AddPair(output);
            }
        }

        var quantized = model.Clone();
        quantized.Graph = _graph;
        return quantized;
    }

    private bool IsLayer(NodeProto node) =>
        node.OpType is "Conv" or "Gemm"
        && !options.FloatLayers.Contains(node.Name)
        && scales.ContainsKey(node.Input[0])
        && _constants.ContainsKey(node.Input[1]);

    private void RoundLayer(NodeProto node, List<string> inputs)
    {
        var weights = _constants[node.Input[1]];
        var bias = node.Input.Count > 2 ? _constants[node.Input[2]] : null;
        var channels = (int)weights.Dims[0];
        var inputScale = scales[node.Input[0]].Scale;
        var layer = QuantizedLayer.Of(Floats(weights), bias is null ? [] : Floats(bias), channels, inputScale, options.HighestWeight);
        inputs[1] = Dequantized(weights.Name, ElementTypes.SByte, weights.Dims, MemoryMarshal.AsBytes(layer.Weights.AsSpan()), layer.Scales, sizeof(sbyte));
        if (bias is not null)
        {
            float[] biasScales = [.. layer.Scales.Select(scale => inputScale * scale)];
            inputs[2] = Dequantized(bias.Name, ElementTypes.Int32, bias.Dims, MemoryMarshal.AsBytes(layer.Bias.AsSpan()), biasScales, sizeof(int));
        }
    }

    private string Dequantized(string name, int elementType, IEnumerable<long> shape, ReadOnlySpan<byte> values, float[] scales, int bytesOfZero)
    {
        var dequantized = Names.Dequantized(name);
        if (_written.Add(dequantized))
        {
            var bytes = Constant(Names.Quantized(name), elementType, shape, values);
            var scale = Constant(Names.Scale(name), ElementTypes.Single, [scales.Length], MemoryMarshal.AsBytes(scales.AsSpan()));
            var zero = Constant($"0.{elementType}.{scales.Length}", elementType, [scales.Length], new byte[scales.Length * bytesOfZero]);
            AddNode("DequantizeLinear", dequantized, [bytes, scale, zero], Attributes.Of("axis", 0));
        }

        return dequantized;
    }

    private void AddPair(string value)
    {
        if (scales.TryGetValue(value, out var form))
        {
            var scale = Constant(Names.Scale(value), ElementTypes.Single, [], MemoryMarshal.AsBytes(new ReadOnlySpan<float>([form.Scale])));
            var zero = Constant(Names.Zero(value), form.Signed ? ElementTypes.SByte : ElementTypes.Byte, [], [unchecked((byte)form.ZeroPoint)]);
            AddNode("QuantizeLinear", Names.Quantized(value), [value, scale, zero]);
            AddNode("DequantizeLinear", Names.Dequantized(value), [Names.Quantized(value), scale, zero]);
        }
    }

    // Nodes need no names, and a small network has more bytes of names than one would think.
    private void AddNode(string op, string output, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = op, Output = { output } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
    }

    private string Constant(string name, int elementType, IEnumerable<long> shape, ReadOnlySpan<byte> littleEndian)
    {
        var tensor = new TensorProto { Name = name, DataType = elementType, RawData = ByteString.CopyFrom(littleEndian) };
        tensor.Dims.AddRange(shape);
        Write(tensor);
        return name;
    }

    private void Write(TensorProto tensor)
    {
        if (_written.Add(tensor.Name))
        {
            _graph.Initializer.Add(tensor);
        }
    }

    // Our own exports hold all numbers as raw little-endian bytes.
    private static float[] Floats(TensorProto tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    /// <summary>What the values beside a value are called.</summary>
    internal static class Names
    {
        public static string Quantized(string value) => $"{value}.q";

        public static string Dequantized(string value) => $"{value}.d";

        public static string Scale(string value) => $"{value}.s";

        public static string Zero(string value) => $"{value}.z";
    }
}

using System.Buffers.Binary;
using Distill.Networks;
using Google.Protobuf;

namespace Distill.Onnx;

/// <summary>Adds nodes and constants to the graph of an ONNX model; every node has one output, named like the node unless said otherwise.</summary>
internal sealed class GraphWriter(GraphProto graph)
{
    private readonly HashSet<string> _constants = [];

    public string Node(string op, string name, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        Node(op, name, inputs, [name], attributes)[0];

    public IReadOnlyList<string> Node(
        string op, string name, IEnumerable<string> inputs, IReadOnlyList<string> outputs, params IEnumerable<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = op, Name = name };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
        return outputs;
    }

    /// <summary>A constant tensor of 32-bit floats.</summary>
    public string Floats(string name, IEnumerable<long> shape, ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return Constant(name, ElementTypes.Single, shape, bytes);
    }

    public string Floats(string name, HostTensor tensor) => Floats(name, tensor.Shape, tensor.Values);

    /// <summary>A constant single number; nodes that need the same one share it.</summary>
    public string Scalar(float value) => Floats(FormattableString.Invariant($"scalar {value:R}"), [], [value]);

    /// <summary>A constant vector of 64-bit integers; nodes that need the same one share it.</summary>
    public string Integers(params IReadOnlyList<long> values)
    {
        var bytes = new byte[values.Count * sizeof(long)];
        for (var i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        return Constant($"integers {string.Join(' ', values)}", ElementTypes.Int64, [values.Count], bytes);
    }

    /// <summary>Describes a value that goes in or out; a null dimension is the number of images.</summary>
    public static ValueInfoProto Value(string name, int elementType, params IEnumerable<long?> dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dimensions.Select(size => size is { } known ? new DimensionProto { DimValue = known } : new DimensionProto { DimParam = "N" }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TensorTypeProto { ElemType = elementType, Shape = shape } } };
    }

    private string Constant(string name, int elementType, IEnumerable<long> shape, byte[] littleEndian)
    {
        if (_constants.Add(name))
        {
            var tensor = new TensorProto { Name = name, DataType = elementType, RawData = UnsafeByteOperations.UnsafeWrap(littleEndian) };
            tensor.Dims.AddRange(shape);
            graph.Initializer.Add(tensor);
        }

        return name;
    }
}

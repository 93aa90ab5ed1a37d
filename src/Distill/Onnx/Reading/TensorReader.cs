using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Reads the tensors that an ONNX file holds; what one claims is checked against the bytes that are there.</summary>
internal static class TensorReader
{
    private const int External = 1;

    /// <summary>Reads a tensor and lets go of its bytes.</summary>
    /// <param name="tensor">The tensor; its data is gone afterwards.</param>
    /// <param name="what">What messages call it.</param>
    /// <param name="externalData">Reads the bytes of a tensor that lies in another file.</param>
    /// <exception cref="NetworkProblemException">It is of a type, size or place that cannot be; the message does not name the file.</exception>
    public static Known Read(TensorProto tensor, string what, Func<TensorProto, byte[]> externalData)
    {
        long[] dimensions = [.. tensor.Dims];
        var count = Shape.Claimed(dimensions);
        if (count < 0 || count > Array.MaxLength / sizeof(double))
        {
            throw new NetworkProblemException($"{what} claims the dimensions {Shapes.Text(dimensions)}, which are impossible or too large");
        }

        var bytes = tensor.DataLocation == External ? externalData(tensor) : tensor.HasRawData ? tensor.RawData.Memory : default;
        var known = tensor.DataLocation == External || tensor.HasRawData
            ? FromBytes(tensor.DataType, bytes.Span, dimensions, (int)count, what)
            : FromLists(tensor, dimensions, what);
        if (known.Count != count)
        {
            throw new NetworkProblemException($"{what} claims the dimensions {Shapes.Text(dimensions)} but has {known.Count} numbers");
        }

        tensor.ClearRawData();
        tensor.FloatData.Clear();
        return known;
    }

    private static Known FromBytes(int type, ReadOnlySpan<byte> bytes, long[] dimensions, int count, string what)
    {
        var size = type switch
        {
            ElementTypes.Single or ElementTypes.Int32 => 4,
            ElementTypes.Int64 or ElementTypes.Double => 8,
            ElementTypes.Half or ElementTypes.BFloat16 => 2,
            ElementTypes.Byte or ElementTypes.SByte or ElementTypes.Boolean => 1,
            _ => throw UnknownType(type, what),
        };
        if (bytes.Length != (long)count * size)
        {
            throw new NetworkProblemException($"{what} claims the dimensions {Shapes.Text(dimensions)} but has {bytes.Length} bytes");
        }

        if (type == ElementTypes.Single && BitConverter.IsLittleEndian)
        {
            return new Known(dimensions, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        }

        var (floats, integers) = (new float[ElementTypes.IsFloat(type) ? count : 0], new long[ElementTypes.IsFloat(type) ? 0 : count]);
        for (var i = 0; i < count; i++)
        {
            var element = bytes.Slice(i * size, size);
            if (ElementTypes.IsFloat(type))
            {
                floats[i] = Float(type, element);
            }
            else
            {
                integers[i] = Integer(type, element);
            }
        }

        return ElementTypes.IsFloat(type) ? new Known(dimensions, floats) : new Known(dimensions, integers);
    }

    private static float Float(int type, ReadOnlySpan<byte> element) => type switch
    {
        ElementTypes.Single => BinaryPrimitives.ReadSingleLittleEndian(element),
        ElementTypes.Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
        ElementTypes.Half => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
        _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(element) << 16),
    };

    private static long Integer(int type, ReadOnlySpan<byte> element) => type switch
    {
        ElementTypes.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
        ElementTypes.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
        ElementTypes.SByte => (sbyte)element[0],
        _ => element[0],
    };

    private static Known FromLists(TensorProto tensor, long[] dimensions, string what) => tensor.DataType switch
    {
        ElementTypes.Single => new Known(dimensions, [.. tensor.FloatData]),
        ElementTypes.Double => new Known(dimensions, [.. tensor.DoubleData.Select(value => (float)value)]),
        ElementTypes.Half => new Known(dimensions, [.. tensor.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))]),
        ElementTypes.BFloat16 => new Known(dimensions, [.. tensor.Int32Data.Select(bits => BitConverter.Int32BitsToSingle(bits << 16))]),
        ElementTypes.Int64 => new Known(dimensions, (long[])[.. tensor.Int64Data]),
        ElementTypes.Int32 or ElementTypes.Byte or ElementTypes.SByte or ElementTypes.Boolean => new Known(dimensions, (long[])[.. tensor.Int32Data.Select(value => (long)value)]),
        _ => throw UnknownType(tensor.DataType, what),
    };

    private static NetworkProblemException UnknownType(int type, string what) =>
        new($"{what} is of element type {type}, which a classifier of images does not need");
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Distill.Labels;

/// <summary>Values of a column to little-endian bytes and back. Where the host is little-endian, too, the bytes are the values' own.</summary>
internal static class ColumnValues
{
    public static ReadOnlyMemory<byte> Bytes(Half[] values) => OwnBytes(values);

    public static ReadOnlyMemory<byte> Bytes(float[] values) => OwnBytes(values);

    public static Half[] Halves(ReadOnlySpan<byte> bytes) => OwnValues<Half>(bytes);

    public static float[] Singles(ReadOnlySpan<byte> bytes) => OwnValues<float>(bytes);

    /// <summary>Whole numbers in the element's width; what does not fit loses its upper bits, so callers check first.</summary>
    public static ReadOnlyMemory<byte> Bytes<T>(T[] values, ColumnElement element)
        where T : unmanaged, IBinaryInteger<T> => element switch
        {
            ColumnElement.UInt8 => Array.ConvertAll(values, byte.CreateTruncating),
            ColumnElement.UInt16 => OwnBytes(values as ushort[] ?? Array.ConvertAll(values, ushort.CreateTruncating)),
            _ => OwnBytes(Array.ConvertAll(values, uint.CreateTruncating)),
        };

    public static T[] Whole<T>(ReadOnlySpan<byte> bytes, ColumnElement element)
        where T : unmanaged, IBinaryInteger<T> => element switch
        {
            ColumnElement.UInt8 => Array.ConvertAll(bytes.ToArray(), T.CreateTruncating),
            ColumnElement.UInt16 => OwnValues<ushort>(bytes) is var values && values is T[] same ? same : Array.ConvertAll(values, T.CreateTruncating),
            _ => Array.ConvertAll(OwnValues<uint>(bytes), T.CreateTruncating),
        };

    private static ReadOnlyMemory<byte> OwnBytes<T>(T[] values)
        where T : unmanaged => new ByteView<T>(BitConverter.IsLittleEndian ? values : Reversed(values)).Memory;

    private static T[] OwnValues<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes[..(bytes.Length - (bytes.Length % Unsafe.SizeOf<T>()))]).ToArray();
        return BitConverter.IsLittleEndian ? values : Reversed(values);
    }

    private static T[] Reversed<T>(T[] values)
        where T : unmanaged
    {
        var reversed = (T[])values.Clone();
        if (Unsafe.SizeOf<T>() == sizeof(ushort))
        {
            var halves = MemoryMarshal.Cast<T, ushort>(reversed.AsSpan());
            BinaryPrimitives.ReverseEndianness(halves, halves);
        }
        else
        {
            var words = MemoryMarshal.Cast<T, uint>(reversed.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        return reversed;
    }
}

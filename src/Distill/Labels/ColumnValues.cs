using System.Buffers.Binary;
using System.Numerics;

namespace Distill.Labels;

/// <summary>Values of a column to little-endian bytes and back, one element at a time so that any host may read them.</summary>
internal static class ColumnValues
{
    public static byte[] Bytes(ReadOnlySpan<Half> values)
    {
        var bytes = new byte[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * 2), values[i]);
        }

        return bytes;
    }

    public static Half[] Halves(ReadOnlySpan<byte> bytes)
    {
        var values = new Half[bytes.Length / 2];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * 2)..]);
        }

        return values;
    }

    public static byte[] Bytes(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), values[i]);
        }

        return bytes;
    }

    public static float[] Singles(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / 4];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * 4)..]);
        }

        return values;
    }

    /// <summary>Whole numbers in the element's width; what does not fit loses its upper bits, so callers check first.</summary>
    public static byte[] Bytes<T>(ReadOnlySpan<T> values, ColumnElement element)
        where T : IBinaryInteger<T>
    {
        var width = WidthOf(element);
        var bytes = new byte[values.Length * width];
        Span<byte> whole = stackalloc byte[sizeof(uint)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(whole, uint.CreateTruncating(values[i]));
            whole[..width].CopyTo(bytes.AsSpan(i * width));
        }

        return bytes;
    }

    public static T[] Whole<T>(ReadOnlySpan<byte> bytes, ColumnElement element)
        where T : IBinaryInteger<T>
    {
        var width = WidthOf(element);
        var values = new T[bytes.Length / width];
        Span<byte> whole = stackalloc byte[sizeof(uint)];
        whole.Clear();
        for (var i = 0; i < values.Length; i++)
        {
            bytes.Slice(i * width, width).CopyTo(whole);
            values[i] = T.CreateTruncating(BinaryPrimitives.ReadUInt32LittleEndian(whole));
        }

        return values;
    }

    private static int WidthOf(ColumnElement element) => new ColumnShape("", element, 1).BytesPerSample;
}

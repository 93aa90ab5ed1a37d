using System.Buffers.Binary;

namespace Distill.Networks;

/// <summary>The number types that a safetensors file may hold: their sizes, and the floating-point ones as 32-bit floats.</summary>
internal static class ElementType
{
    private static readonly Dictionary<string, int> s_bytes = new()
    {
        ["F64"] = 8,
        ["F32"] = 4,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["I64"] = 8,
        ["I32"] = 4,
        ["I16"] = 2,
        ["I8"] = 1,
        ["U64"] = 8,
        ["U32"] = 4,
        ["U16"] = 2,
        ["U8"] = 1,
        ["BOOL"] = 1,
    };

    /// <summary>Bytes of one number, or null for a type this program does not know.</summary>
    public static int? Bytes(string type) => s_bytes.TryGetValue(type, out var bytes) ? bytes : null;

    public static bool IsFloat(string type) => type is "F64" or "F32" or "F16" or "BF16";

    public static float[] ToSingle(string type, byte[] littleEndian)
    {
        var size = s_bytes[type];
        var values = new float[littleEndian.Length / size];
        if (type == "F32" && BitConverter.IsLittleEndian)
        {
            Buffer.BlockCopy(littleEndian, 0, values, 0, littleEndian.Length);
            return values;
        }

        for (var i = 0; i < values.Length; i++)
        {
            var element = littleEndian.AsSpan(i * size, size);
            values[i] = type switch
            {
                "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(element),
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
                // A bfloat16 is the upper half of a float.
                _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(element) << 16),
            };
        }

        return values;
    }
}

using Google.Protobuf;

namespace Distill.Onnx;

/// <summary>Makes the settings of ONNX nodes.</summary>
internal static class Attributes
{
    private const int Float = 1, Integer = 2, Text = 3, Integers = 7;

    public static AttributeProto Of(string name, long value) => new() { Name = name, I = value, Type = Integer };

    public static AttributeProto Of(string name, float value) => new() { Name = name, F = value, Type = Float };

    public static AttributeProto Of(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = Text };

    public static AttributeProto Of(string name, IEnumerable<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = Integers };
        attribute.Ints.AddRange(values);
        return attribute;
    }
}

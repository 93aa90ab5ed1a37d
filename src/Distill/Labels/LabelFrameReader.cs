using System.Buffers.Binary;
using System.Text;

namespace Distill.Labels;

/// <summary>Takes little-endian values off the front of a frame and refuses to read past its end.</summary>
internal ref struct LabelFrameReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        LabelFrame.Require(count >= 0 && count <= _bytes.Length - Position, "it ends too early");
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    public byte Byte() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public string Hex(int count) => Convert.ToHexStringLower(Bytes(count));

    public string Name() => Encoding.UTF8.GetString(Bytes(Byte()));
}

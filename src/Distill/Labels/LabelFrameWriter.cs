using System.Buffers.Binary;
using System.Text;

namespace Distill.Labels;

/// <summary>Puts little-endian values one after another into the front of a frame.</summary>
internal ref struct LabelFrameWriter(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;

    public int Position { get; private set; }

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Next(value.Length));

    public void Byte(byte value) => Next(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(4), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Next(4), value);

    /// <summary>A digest as its bytes; an empty one as zeros.</summary>
    public void Hex(string digest, int length)
    {
        var bytes = Next(length);
        bytes.Clear();
        Convert.FromHexString(digest, bytes, out _, out _);
    }

    public void Name(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Byte(checked((byte)bytes.Length));
        Bytes(bytes);
    }

    private Span<byte> Next(int count)
    {
        var next = _bytes.Slice(Position, count);
        Position += count;
        return next;
    }
}

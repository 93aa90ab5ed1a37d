using System.Buffers;
using System.Runtime.InteropServices;

namespace Distill.Labels;

/// <summary>The bytes of an array of numbers, without a copy.</summary>
internal sealed class ByteView<T>(T[] values) : MemoryManager<byte>
    where T : unmanaged
{
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(values.AsSpan());

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("The bytes of a column are only read.");

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}

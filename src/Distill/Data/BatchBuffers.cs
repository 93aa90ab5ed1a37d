using System.Collections.Concurrent;

namespace Distill.Data;

/// <summary>
/// Arrays of exact lengths for reuse. A batch is megabytes: making one per step would keep the garbage collector busy, and
/// the shared pool rounds lengths up.
/// </summary>
internal sealed class BatchBuffers
{
    private readonly ConcurrentDictionary<int, ConcurrentBag<float[]>> _free = new();

    public float[] Rent(int length) => Free(length).TryTake(out var buffer) ? buffer : GC.AllocateUninitializedArray<float>(length);

    public void Return(float[] buffer) => Free(buffer.Length).Add(buffer);

    private ConcurrentBag<float[]> Free(int length) => _free.GetOrAdd(length, _ => []);
}

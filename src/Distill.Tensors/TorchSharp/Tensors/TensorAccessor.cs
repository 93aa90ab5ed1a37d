using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor as .NET values, in row-major order whatever their order in memory is.</summary>
/// <remarks>Keeps the tensor object alive, but not its memory: it is useless once the tensor is disposed.</remarks>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly Tensor tensor;
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly bool contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        this.tensor = tensor;
        Count = tensor.NumberOfElements;
        shape = tensor.shape;
        strides = tensor.stride();
        contiguous = tensor.is_contiguous();
    }

    /// <summary>How many elements there are.</summary>
    public long Count { get; }

    /// <summary>The element at one index per dimension, or at one running index in row-major order.</summary>
    public T this[params long[] indices]
    {
        get
        {
            var value = At(indices);
            GC.KeepAlive(tensor);
            return value;
        }

        set
        {
            At(indices) = value;
            GC.KeepAlive(tensor);
        }
    }

    /// <summary>All elements as a new array in row-major order.</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>Copies elements from <paramref name="tensorIndex"/> on, until either side ends.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements from <paramref name="tensorIndex"/> on, until either side ends.</summary>
    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        int count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (contiguous) new ReadOnlySpan<T>(Memory + tensorIndex, count).CopyTo(target);
        else for (int i = 0; i < count; i++) target[i] = Memory[Offset(tensorIndex + i)];
        GC.KeepAlive(tensor);
    }

    /// <summary>Overwrites elements from <paramref name="tensorIndex"/> on, until either side ends.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Overwrites elements from <paramref name="tensorIndex"/> on, until either side ends.</summary>
    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        int count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (contiguous) source[..count].CopyTo(new Span<T>(Memory + tensorIndex, count));
        else for (int i = 0; i < count; i++) Memory[Offset(tensorIndex + i)] = source[i];
        GC.KeepAlive(tensor);
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Does nothing: the memory belongs to the tensor.</summary>
    public void Dispose() { }

    private unsafe T* Memory => (T*)tensor.Describe().Data;

    private unsafe ref T At(ReadOnlySpan<long> indices)
    {
        long offset;
        if (indices.Length == 1)
        {
            if (indices[0] < 0 || indices[0] >= Count) throw new ArgumentOutOfRangeException(nameof(indices), $"Index {indices[0]} is outside the {Count} elements.");
            offset = contiguous ? indices[0] : Offset(indices[0]);
        }
        else
        {
            offset = 0;
            for (int i = 0; i < indices.Length; i++)
            {
                if (indices[i] < 0 || indices[i] >= shape[i]) throw new ArgumentOutOfRangeException(nameof(indices), $"Index {indices[i]} is outside dimension {i} of {shape[i]}.");
                offset += indices[i] * strides[i];
            }
        }

        return ref Memory[offset];
    }

    // Of the element with this running index in row-major order.
    private long Offset(long index)
    {
        long offset = 0;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            (index, long within) = Math.DivRem(index, shape[i]);
            offset += within * strides[i];
        }

        return offset;
    }
}

using Distill.Tensors;
using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A single number (32-bit floating point).</summary>
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory(new ReadOnlySpan<float>(in scalar), [], null, device, requires_grad);

    /// <summary>A vector with a copy of an array (32-bit floating point unless said otherwise).</summary>
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<float>(rawArray, [rawArray.LongLength], dtype, device, requires_grad, names);

    /// <summary>A tensor of that shape with a copy of an array in row-major order (32-bit floating point unless said otherwise).</summary>
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<float>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A tensor of that shape with a copy of memory in row-major order (32-bit floating point unless said otherwise).</summary>
    public static Tensor tensor(Memory<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<float>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    /// <summary>A single number (64-bit floating point unless said otherwise).</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(new ReadOnlySpan<double>(in scalar), [], dtype, device, requires_grad);

    /// <summary>A vector with a copy of an array (64-bit floating point unless said otherwise).</summary>
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<double>(rawArray, [rawArray.LongLength], dtype, device, requires_grad, names);

    /// <summary>A tensor of that shape with a copy of an array in row-major order (64-bit floating point unless said otherwise).</summary>
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<double>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A single number (64-bit integers unless said otherwise).</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(new ReadOnlySpan<long>(in scalar), [], dtype, device, requires_grad);

    /// <summary>A vector with a copy of an array (64-bit integers unless said otherwise).</summary>
    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<long>(dataArray, [dataArray.LongLength], dtype, device, requires_grad, names);

    /// <summary>A tensor of that shape with a copy of an array in row-major order (64-bit integers unless said otherwise).</summary>
    public static Tensor tensor(long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<long>(dataArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A single number (32-bit integers).</summary>
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory(new ReadOnlySpan<int>(in scalar), [], null, device, requires_grad);

    /// <summary>A single number (bytes).</summary>
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory(new ReadOnlySpan<byte>(in scalar), [], null, device, requires_grad);

    /// <summary>A vector with a copy of an array (bytes unless said otherwise).</summary>
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<byte>(rawArray, [rawArray.LongLength], dtype, device, requires_grad, names);

    /// <summary>A tensor of that shape with a copy of an array in row-major order (bytes unless said otherwise).</summary>
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<byte>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A tensor of that shape with a copy of memory in row-major order (bytes unless said otherwise).</summary>
    public static Tensor tensor(Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<byte>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    /// <summary>A single truth value, or a number of another type made of it.</summary>
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(new ReadOnlySpan<bool>(in scalar), [], dtype, device, requires_grad);

    /// <summary>A vector with a copy of an array (truth values unless said otherwise).</summary>
    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<bool>(rawArray, [rawArray.LongLength], dtype, device, requires_grad, names);

    /// <summary>A tensor of that shape with a copy of an array in row-major order (truth values unless said otherwise).</summary>
    public static Tensor tensor(bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<bool>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A tensor of that shape with a copy of an array in row-major order (half precision unless said otherwise).</summary>
    public static Tensor tensor(Half[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<Half>(rawArray, dimensions, dtype, device, requires_grad, names);

    private static unsafe Tensor FromMemory<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
        where T : unmanaged
    {
        long elements = 1;
        foreach (long extent in shape) elements *= extent;
        if (elements != values.Length) throw new ArgumentException($"mismatched total size creating a tensor from an array: expected {elements}, got {values.Length}");

        nint handle;
        fixed (T* memory = values)
        fixed (long* sizes = shape)
            handle = Native.Copy(memory, sizes, shape.Length, (int)ToScalarType(typeof(T)));
        if (handle == 0) throw new TensorException($"A tensor cannot be made from an array: {Native.Error()}");

        var result = new Tensor(handle);
        if (dtype is { } type && type != result.dtype) result = result.to_type(type, disposeAfter: true);
        if (device is not null && device.type != DeviceType.CPU) result = result.to(device, disposeAfter: true);
        return result.Made(requires_grad, names);
    }
}

using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of this shape filled with zeros; 32-bit floating point unless said otherwise.</summary>
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Operators.Zeros.Call([size, dtype ?? ScalarType.Float32, Argument.None, device ?? CPU]).Made(requires_grad, names);

    /// <summary>A tensor of this shape filled with zeros; 32-bit floating point unless said otherwise.</summary>
    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Operators.Zeros.Call([Argument.List(size), dtype ?? ScalarType.Float32, Argument.None, device ?? CPU]).Made(requires_grad, names);

    /// <summary>A tensor of 1 dimension filled with zeros.</summary>
    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros([size], dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions filled with zeros.</summary>
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros([rows, columns], dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions filled with zeros.</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros([dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions filled with zeros.</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros([dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>A tensor of this shape filled with ones; 32-bit floating point unless said otherwise.</summary>
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Operators.Ones.Call([size, dtype ?? ScalarType.Float32, Argument.None, device ?? CPU]).Made(requires_grad, names);

    /// <summary>A tensor of this shape filled with ones; 32-bit floating point unless said otherwise.</summary>
    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Operators.Ones.Call([Argument.List(size), dtype ?? ScalarType.Float32, Argument.None, device ?? CPU]).Made(requires_grad, names);

    /// <summary>A tensor of 1 dimension filled with ones.</summary>
    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones([size], dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions filled with ones.</summary>
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones([rows, columns], dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions filled with ones.</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones([dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions filled with ones.</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones([dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>A tensor of this shape with whatever is in its memory; 32-bit floating point unless said otherwise.</summary>
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Operators.EmptyMemoryFormat.Call([size, dtype ?? ScalarType.Float32, Argument.None, device ?? CPU]).Made(requires_grad, names);

    /// <summary>A tensor of four dimensions with whatever is in its memory.</summary>
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty([dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>A tensor of this shape filled with a number; 32-bit floating point unless said otherwise.</summary>
    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Operators.Full.Call([size, value, dtype ?? ScalarType.Float32, Argument.None, device ?? CPU]).Made(requires_grad, names);

    /// <summary>A vector filled with a number; 32-bit floating point unless said otherwise.</summary>
    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full([size], value, dtype, device, requires_grad, names);

    /// <summary>A tensor of the same shape and, unless given, type, filled with zeros.</summary>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => input.zeros_like(dtype, device).Made(requires_grad, names);

    /// <summary>A tensor of the same shape and, unless given, type, filled with ones.</summary>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => input.ones_like(dtype, device).Made(requires_grad, names);

    /// <summary>A tensor of the same shape and, unless given, type, filled with a number.</summary>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => input.full_like(value, dtype, device).Made(requires_grad, names);

    /// <summary>The numbers start, start + step, ... below stop; 64-bit integers when all three are whole, else 32-bit floating point.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        bool whole = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var type = dtype ?? (whole ? ScalarType.Int64 : ScalarType.Float32);
        return Operators.ArangeStartStep.Call([start, stop, step, type, Argument.None, device ?? CPU]).with_requires_grad(requires_grad);
    }

    /// <summary>The numbers start, start + 1, ... below stop.</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>The numbers 0, 1, ... below stop.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    private static Tensor Made(this Tensor tensor, bool requires_grad, string[]? names) =>
        names is not { Length: > 0 }
            ? tensor.with_requires_grad(requires_grad)
            : throw new NotSupportedException("Named dimensions are not in this build's part of TorchSharp: build with -p:TorchSharpPackage=true.");
}

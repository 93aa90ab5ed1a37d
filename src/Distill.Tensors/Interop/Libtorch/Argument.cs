using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tensors.Interop.Libtorch;

/// <summary>
/// One argument of an operator call. It holds references, not handles, so that a tensor cannot be finalized while libtorch
/// works on it; calls write them as a collection expression, which lives on the stack.
/// </summary>
internal readonly struct Argument
{
    public readonly ArgumentKind Kind;
    public readonly int Length;
    public readonly long First;
    public readonly long Second;
    public readonly object? Reference;

    private Argument(ArgumentKind kind, long first = 0, long second = 0, int length = 0, object? reference = null)
    {
        Kind = kind;
        Length = length;
        First = first;
        Second = second;
        Reference = reference;
    }

    /// <summary>An optional argument that is not there.</summary>
    public static Argument None => default;

    /// <summary>The default of the operator's schema.</summary>
    public static Argument Default => new(ArgumentKind.Default);

    /// <summary>A list of one integer.</summary>
    public static Argument List(long value) => new(ArgumentKind.Integers, value, length: 1);

    /// <summary>A list of two integers, such as the height and width of a kernel.</summary>
    public static Argument List(long first, long second) => new(ArgumentKind.Integers, first, second, length: 2);

    /// <summary>A list of integers; short ones need no array.</summary>
    public static Argument List(ReadOnlySpan<long> values) => values.Length switch
    {
        1 => List(values[0]),
        2 => List(values[0], values[1]),
        _ => values.ToArray(),
    };

    /// <summary>A list of tensors.</summary>
    public static Argument List(IReadOnlyList<Tensor> tensors) => new(ArgumentKind.Tensors, length: tensors.Count, reference: tensors);

    /// <summary>An optional scalar, absent when null.</summary>
    public static Argument Optional(Scalar? value) => value is null ? None : value;

    /// <summary>An optional integer, absent when null.</summary>
    public static Argument Optional(long? value) => value is { } number ? number : None;

    /// <summary>An optional element type, absent when null.</summary>
    public static Argument Optional(ScalarType? type) => type is { } value ? value : None;

    /// <summary>A text constant; <paramref name="utf8"/> must be a UTF-8 literal, whose bytes never move.</summary>
    public static unsafe Argument Text(ReadOnlySpan<byte> utf8) =>
        utf8.IsEmpty ? None : new(ArgumentKind.Text, (long)Unsafe.AsPointer(ref MemoryMarshal.GetReference(utf8)), length: utf8.Length);

    public static implicit operator Argument(Tensor? tensor) => tensor is null ? None : new(ArgumentKind.Tensor, reference: tensor);
    public static implicit operator Argument(long value) => new(ArgumentKind.Integer, value);
    public static implicit operator Argument(double value) => new(ArgumentKind.Real, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Argument(bool value) => new(ArgumentKind.Boolean, value ? 1 : 0);
    public static implicit operator Argument(ScalarType type) => new(ArgumentKind.Integer, (long)type);
    public static implicit operator Argument(Device device) => new(ArgumentKind.Device, device.index, length: (int)device.type);
    public static implicit operator Argument(Scalar scalar) => scalar.Type switch
    {
        ScalarType.Bool => scalar.ToBoolean(),
        _ when is_integral(scalar.Type) => scalar.ToInt64(),
        _ => scalar.ToDouble(),
    };
    public static implicit operator Argument(long[] values) => new(ArgumentKind.Integers, length: values.Length, reference: values);
}

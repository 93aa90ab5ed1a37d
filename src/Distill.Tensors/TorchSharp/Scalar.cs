using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number of whatever type an operator takes beside tensors; .NET numbers convert to it by themselves.</summary>
/// <remarks>As in libtorch it keeps one of three types: 64-bit integer, 64-bit floating point, or truth value.</remarks>
public sealed class Scalar : IDisposable
{
    private readonly long integer;
    private readonly double real;

    private Scalar(ScalarType type, long integer, double real) => (Type, this.integer, this.real) = (type, integer, real);

    /// <summary>Int64, Float64 or Bool, whatever the width of the number it was made from.</summary>
    public ScalarType Type { get; }

    internal long Integer => Type == ScalarType.Float64 ? (long)real : integer;

    internal double Real => Type == ScalarType.Float64 ? real : integer;

    /// <summary>Does nothing here; TorchSharp frees its native scalar.</summary>
    public void Dispose() { }

    /// <summary>An integer scalar.</summary>
    public static implicit operator Scalar(byte value) => new(ScalarType.Int64, value, 0);

    /// <summary>An integer scalar.</summary>
    public static implicit operator Scalar(int value) => new(ScalarType.Int64, value, 0);

    /// <summary>An integer scalar.</summary>
    public static implicit operator Scalar(long value) => new(ScalarType.Int64, value, 0);

    /// <summary>A floating-point scalar.</summary>
    public static implicit operator Scalar(float value) => new(ScalarType.Float64, 0, value);

    /// <summary>A floating-point scalar.</summary>
    public static implicit operator Scalar(double value) => new(ScalarType.Float64, 0, value);

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, value ? 1 : 0, 0);
}

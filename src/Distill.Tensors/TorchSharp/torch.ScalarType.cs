namespace TorchSharp;

public static partial class torch
{
    /// <summary>8-bit unsigned integers: image bytes.</summary>
    public static readonly ScalarType uint8 = ScalarType.Byte;

    /// <summary>64-bit integers: class labels and indices.</summary>
    public static readonly ScalarType int64 = ScalarType.Int64;

    /// <summary>32-bit floating point, the default of every factory.</summary>
    public static readonly ScalarType float32 = ScalarType.Float32;

    /// <summary>64-bit floating point.</summary>
    public static readonly ScalarType float64 = ScalarType.Float64;

    /// <summary>Half precision: 10 bits of mantissa, 5 of exponent.</summary>
    public static readonly ScalarType float16 = ScalarType.Float16;

    /// <summary>Brain floating point: float32's range with 7 bits of mantissa.</summary>
    public static readonly ScalarType bfloat16 = ScalarType.BFloat16;

    /// <summary>Truth values, one byte each.</summary>
    public static readonly ScalarType @bool = ScalarType.Bool;

    /// <summary>Element types, with libtorch's numbers.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>8-bit unsigned integer.</summary>
        Byte = 0,

        /// <summary>8-bit signed integer.</summary>
        Int8 = 1,

        /// <summary>16-bit signed integer.</summary>
        Int16 = 2,

        /// <summary>32-bit signed integer.</summary>
        Int32 = 3,

        /// <summary>64-bit signed integer.</summary>
        Int64 = 4,

        /// <summary>16-bit floating point (IEEE half).</summary>
        Float16 = 5,

        /// <summary>32-bit floating point.</summary>
        Float32 = 6,

        /// <summary>64-bit floating point.</summary>
        Float64 = 7,

        /// <summary>Truth value, one byte.</summary>
        Bool = 11,

        /// <summary>16-bit brain floating point.</summary>
        BFloat16 = 15,
    }

    /// <summary>Whether elements of this type are whole numbers; truth values count as such.</summary>
    public static bool is_integral(ScalarType type) => type is < ScalarType.Float16 or ScalarType.Bool;

    /// <summary>Whether elements of this type are floating-point numbers.</summary>
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    internal static ScalarType ToScalarType(Type type) => type switch
    {
        _ when type == typeof(float) => ScalarType.Float32,
        _ when type == typeof(double) => ScalarType.Float64,
        _ when type == typeof(long) => ScalarType.Int64,
        _ when type == typeof(int) => ScalarType.Int32,
        _ when type == typeof(short) => ScalarType.Int16,
        _ when type == typeof(sbyte) => ScalarType.Int8,
        _ when type == typeof(byte) => ScalarType.Byte,
        _ when type == typeof(bool) => ScalarType.Bool,
        _ when type == typeof(Half) => ScalarType.Float16,
        _ => throw new ArgumentException($"{type.Name} is no element type of a tensor"),
    };
}

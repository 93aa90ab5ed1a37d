namespace TorchSharp;

/// <summary>Conversions between .NET numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>The number as 32-bit floating point.</summary>
    public static float ToSingle(this Scalar value) => (float)value.Real;

    /// <summary>The number as 64-bit floating point.</summary>
    public static double ToDouble(this Scalar value) => value.Real;

    /// <summary>The number as a byte.</summary>
    public static byte ToByte(this Scalar value) => checked((byte)value.Integer);

    /// <summary>The number as a 32-bit integer.</summary>
    public static int ToInt32(this Scalar value) => checked((int)value.Integer);

    /// <summary>The number as a 64-bit integer.</summary>
    public static long ToInt64(this Scalar value) => value.Integer;

    /// <summary>Whether the number is not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.Real != 0;
}

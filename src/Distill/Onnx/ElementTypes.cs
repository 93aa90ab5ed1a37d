namespace Distill.Onnx;

/// <summary>The numbers by which the ONNX format names the types of tensors' elements.</summary>
internal static class ElementTypes
{
    public const int Single = 1;
    public const int Byte = 2;
    public const int SByte = 3;
    public const int Int32 = 6;
    public const int Int64 = 7;
    public const int Boolean = 9;
    public const int Half = 10;
    public const int Double = 11;
    public const int BFloat16 = 16;

    public static bool IsFloat(long type) => type is Single or Double or Half or BFloat16;
}

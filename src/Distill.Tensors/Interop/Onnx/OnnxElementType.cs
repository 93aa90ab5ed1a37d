namespace Distill.Tensors.Interop.Onnx;

/// <summary>What a tensor of ONNX Runtime holds; the numbers are those of its C interface.</summary>
public enum OnnxElementType
{
    /// <summary>No tensor, or a type that is not listed.</summary>
    Other = 0,

    /// <summary>32-bit floats.</summary>
    Float32 = 1,

    /// <summary>Bytes.</summary>
    UInt8 = 2,

    /// <summary>Signed bytes.</summary>
    Int8 = 3,

    /// <summary>32-bit integers.</summary>
    Int32 = 6,

    /// <summary>64-bit integers.</summary>
    Int64 = 7,
}

namespace Distill.Tensors.Interop.Onnx;

/// <summary>Reads what ONNX Runtime says about a tensor.</summary>
internal static unsafe class OnnxTensorInfo
{
    private const int GetTensorElementType = 60;
    private const int GetDimensionsCount = 61;
    private const int GetDimensions = 62;

    public static (OnnxElementType Element, long[] Shape) Read(OnnxApi api, nint info)
    {
        int element;
        api.Check(((delegate* unmanaged[Cdecl]<nint, int*, nint>)api.At(GetTensorElementType))(info, &element));
        nuint dimensions;
        api.Check(((delegate* unmanaged[Cdecl]<nint, nuint*, nint>)api.At(GetDimensionsCount))(info, &dimensions));
        var shape = new long[dimensions];
        fixed (long* sizes = shape)
        {
            api.Check(((delegate* unmanaged[Cdecl]<nint, long*, nuint, nint>)api.At(GetDimensions))(info, sizes, dimensions));
        }

        return (Enum.IsDefined((OnnxElementType)element) ? (OnnxElementType)element : OnnxElementType.Other, shape);
    }
}

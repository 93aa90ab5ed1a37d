using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop.Libtorch;

/// <summary>What libtorch knows of a tensor, read in one call; the pointers live as long as the tensor does.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorDescription
{
    public void* Data;
    public long* Sizes;
    public long* Strides;
    public long Dimensions;
    public long Elements;
    public int Type;
    public int ElementSize;
    public int DeviceType;
    public int DeviceIndex;
}

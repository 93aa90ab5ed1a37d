using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop.Libtorch;

/// <summary>One argument as native/shim.cpp reads it; <see cref="Value"/> holds a number's bits or a pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeArgument
{
    public ArgumentKind Kind;
    public int Length;
    public long Value;
}

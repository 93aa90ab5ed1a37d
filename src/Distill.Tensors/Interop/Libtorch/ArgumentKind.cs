namespace Distill.Tensors.Interop.Libtorch;

/// <summary>The tags of <see cref="NativeArgument"/>, in the order of native/shim.cpp.</summary>
internal enum ArgumentKind
{
    /// <summary>None: an optional argument that is not there.</summary>
    Absent,
    Tensor,
    Integer,
    Real,
    Boolean,
    Integers,
    Tensors,
    Text,
    /// <summary>Whatever the operator's schema says.</summary>
    Default,
    Device,
}

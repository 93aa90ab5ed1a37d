using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop;

/// <summary>The matrix library behind Debian's libtorch, which chooses its kernels by the processor's model.</summary>
internal static unsafe class OpenBlas
{
    /// <summary>The kernels that a loaded OpenBLAS chose, such as SkylakeX; null where libtorch uses another library.</summary>
    public static string? Kernels(string path)
    {
        if (!NativeLibrary.TryLoad(path, out nint library)) return null;
        var name = NativeLibrary.TryGetExport(library, "openblas_get_corename", out nint function) ? (delegate* unmanaged<nint>)function : null;
        return name is null ? null : Marshal.PtrToStringUTF8(name());
    }
}

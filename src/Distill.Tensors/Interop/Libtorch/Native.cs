using System.Reflection;
using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop.Libtorch;

/// <summary>The functions of native/shim.cpp. The first call of any of them loads libtorch.</summary>
/// <remarks>
/// Only functions that take well under a microsecond, never block and never free memory suppress the transition of the
/// garbage collector: releasing a tensor may return megabytes to the system or take down a whole autograd graph.
/// </remarks>
internal static unsafe partial class Native
{
    private const string Shim = "distill_tensors";

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);

    public static string Error() => Marshal.PtrToStringUTF8(ErrorText()) ?? "";

    [LibraryImport(Shim, EntryPoint = "distill_operator", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FindOperator(string name, string overload);

    [LibraryImport(Shim, EntryPoint = "distill_call")]
    public static partial int Call(nint op, NativeArgument* arguments, int count, nint* results, int capacity);

    [LibraryImport(Shim, EntryPoint = "distill_release")]
    public static partial void Release(nint tensor);

    [LibraryImport(Shim, EntryPoint = "distill_alias")]
    public static partial nint Alias(nint tensor);

    [LibraryImport(Shim, EntryPoint = "distill_copy")]
    public static partial nint Copy(void* data, long* sizes, int dimensions, int type);

    [LibraryImport(Shim, EntryPoint = "distill_describe"), SuppressGCTransition]
    public static partial void Describe(nint tensor, TensorDescription* description);

    [LibraryImport(Shim, EntryPoint = "distill_is_contiguous"), SuppressGCTransition]
    public static partial int IsContiguous(nint tensor);

    [LibraryImport(Shim, EntryPoint = "distill_is_leaf"), SuppressGCTransition]
    public static partial int IsLeaf(nint tensor);

    [LibraryImport(Shim, EntryPoint = "distill_requires_grad"), SuppressGCTransition]
    public static partial int RequiresGrad(nint tensor);

    [LibraryImport(Shim, EntryPoint = "distill_set_requires_grad")]
    public static partial int SetRequiresGrad(nint tensor, int value);

    [LibraryImport(Shim, EntryPoint = "distill_grad")]
    public static partial nint Grad(nint tensor);

    [LibraryImport(Shim, EntryPoint = "distill_set_grad")]
    public static partial int SetGrad(nint tensor, nint grad);

    [LibraryImport(Shim, EntryPoint = "distill_backward")]
    public static partial int Backward(nint tensor);

    [LibraryImport(Shim, EntryPoint = "distill_record")]
    public static partial int Record(
        long function, delegate* unmanaged<long, nint, nint*, int, nint*, int, int> backward, nint* inputs, int count, nint* saved, int savedCount, nint result);

    [LibraryImport(Shim, EntryPoint = "distill_script_load")]
    public static partial nint LoadScript(byte* bytes, long length);

    [LibraryImport(Shim, EntryPoint = "distill_script_release")]
    public static partial void ReleaseScript(nint module);

    [LibraryImport(Shim, EntryPoint = "distill_script_eval")]
    public static partial int EvaluateScript(nint module);

    [LibraryImport(Shim, EntryPoint = "distill_script_forward")]
    public static partial int RunScript(nint module, nint* inputs, int count, nint* results, int capacity, int* kind);

    [LibraryImport(Shim, EntryPoint = "distill_grad_enabled"), SuppressGCTransition]
    public static partial int GradEnabled();

    [LibraryImport(Shim, EntryPoint = "distill_set_grad_enabled"), SuppressGCTransition]
    public static partial void SetGradEnabled(int enabled);

    [LibraryImport(Shim, EntryPoint = "distill_inference_begin")]
    public static partial nint BeginInference(int enabled);

    [LibraryImport(Shim, EntryPoint = "distill_inference_end")]
    public static partial void EndInference(nint guard);

    [LibraryImport(Shim, EntryPoint = "distill_threads")]
    public static partial int Threads();

    [LibraryImport(Shim, EntryPoint = "distill_set_threads")]
    public static partial int SetThreads(int threads);

    [LibraryImport(Shim, EntryPoint = "distill_error")]
    private static partial nint ErrorText();

    // Other libraries of this assembly keep the runtime's own search.
    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        if (library != Shim) return 0;
        try
        {
            return NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, $"lib{Shim}.so"));
        }
        catch (DllNotFoundException e)
        {
            throw new LibtorchMissingException(e.Message, e);
        }
    }
}

using System.Runtime.InteropServices;
using System.Text;

namespace Distill.Tensors.Interop.Onnx;

/// <summary>
/// The functions of ONNX Runtime's C interface that we call. The interface is a table of pointers to which new versions only append, so the
/// places of version 16 hold for every later library.
/// </summary>
internal sealed unsafe class OnnxApi
{
    private const uint Version = 16;

    private const int LogFatalOnly = 4;
    private const int ArenaAllocator = 1;
    private const int DefaultMemory = 0;

    private const int GetErrorMessage = 2;
    private const int CreateEnvironment = 3;
    private const int CreateCpuMemoryInfo = 69;
    private const int GetDefaultAllocator = 78;
    private const int ReleaseStatus = 93;

    private readonly nint* _functions;

    /// <param name="path">The library's file.</param>
    /// <exception cref="DllNotFoundException">The file is no library of this machine.</exception>
    /// <exception cref="OnnxRuntimeException">It is another library, or one that is too old.</exception>
    public OnnxApi(string path)
    {
        nint library = NativeLibrary.Load(path);
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint function))
        {
            throw new OnnxRuntimeException($"{path} is a library, but not ONNX Runtime; name a libonnxruntime.so.");
        }

        nint* entry = ((delegate* unmanaged[Cdecl]<nint*>)function)();
        LibraryVersion = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)entry[1])())!;
        _functions = ((delegate* unmanaged[Cdecl]<uint, nint*>)entry[0])(Version);
        if (_functions is null)
        {
            throw new OnnxRuntimeException($"{path} is ONNX Runtime {LibraryVersion}, which is too old; 1.16 or newer is needed.");
        }

        nint handle;
        fixed (byte* name = "distill\0"u8)
        {
            Check(((delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)At(CreateEnvironment))(LogFatalOnly, name, &handle));
        }

        Environment = handle;
        Check(((delegate* unmanaged[Cdecl]<int, int, nint*, nint>)At(CreateCpuMemoryInfo))(ArenaAllocator, DefaultMemory, &handle));
        CpuMemory = handle;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)At(GetDefaultAllocator))(&handle));
        Allocator = handle;
    }

    /// <summary>Such as <c>1.20.1</c>.</summary>
    public string LibraryVersion { get; }

    /// <summary>What all sessions share; lives as long as the process.</summary>
    public nint Environment { get; }

    public nint CpuMemory { get; }

    public nint Allocator { get; }

    /// <summary>The function at a place of the table.</summary>
    public nint At(int place) => _functions[place];

    /// <summary>Turns a status that is not success into an exception.</summary>
    public void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<nint, byte*>)At(GetErrorMessage))(status));
        Release(ReleaseStatus, status);
        throw new OnnxRuntimeException($"ONNX Runtime refuses: {message?.Trim() ?? "it does not say why"}");
    }

    /// <summary>Calls one of the functions that free something.</summary>
    public void Release(int place, nint handle)
    {
        if (handle != 0)
        {
            ((delegate* unmanaged[Cdecl]<nint, void>)At(place))(handle);
        }
    }

    /// <summary>Text as C wants it.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + "\0");
}

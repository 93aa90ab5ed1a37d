using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop;

/// <summary>The process environment and the heap as native libraries see them; .NET's own setters do not reach either.</summary>
internal static partial class LibC
{
    // Of mallopt(3).
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MaximalArenas = -8;

    public static void SetVariable(string name, string? value)
    {
        int failed = value is null ? Unset(name) : Set(name, value, overwrite: 1);
        if (failed != 0) throw new InvalidOperationException($"The environment variable {name} cannot be set (error {Marshal.GetLastPInvokeError()}).");
    }

    public static string? Variable(string name) => Marshal.PtrToStringUTF8(Get(name));

    /// <summary>
    /// Keeps freed memory in one heap for the next tensors. By default every activation of some megabytes goes back to the kernel and
    /// comes again as fresh, zeroed pages: 50,000 page faults in one training step of a ResNet-20, a fifth of its time.
    /// </summary>
    public static void KeepFreedMemory()
    {
        _ = Option(TrimThreshold, int.MaxValue);
        _ = Option(MapThreshold, 32 << 20);
        _ = Option(MaximalArenas, 1);
    }

    /// <summary>Gives all whole pages of the heap that are free back to the kernel.</summary>
    public static void ReturnFreedMemory() => _ = Trim(0);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Set(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Unset(string name);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Get(string name);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Option(int parameter, int value);
}

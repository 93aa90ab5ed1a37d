using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop;

/// <summary>The process environment as native libraries see it; .NET's own setters do not reach it.</summary>
internal static partial class LibC
{
    public static void SetVariable(string name, string? value)
    {
        int failed = value is null ? Unset(name) : Set(name, value, overwrite: 1);
        if (failed != 0) throw new InvalidOperationException($"The environment variable {name} cannot be set (error {Marshal.GetLastPInvokeError()}).");
    }

    public static string? Variable(string name) => Marshal.PtrToStringUTF8(Get(name));

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Set(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Unset(string name);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Get(string name);
}

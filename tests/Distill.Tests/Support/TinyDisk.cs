using System.Diagnostics;
using Xunit;

namespace Distill.Tests.Support;

/// <summary>A real file system of a few kilobytes, to run out of room on. Only root may mount one.</summary>
internal sealed class TinyDisk : IDisposable
{
    private TinyDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts an empty disk; the calling test is skipped, saying why, where that is not allowed.</summary>
    public static TinyDisk Mount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path))
        {
            Assert.Skip("Needs the right to mount a small tmpfs (root on Linux), which this process does not have.");
        }

        return new(path);
    }

    public void Dispose() => Run("umount", Path);

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

using System.Diagnostics;
using Xunit;

namespace Distill.Acceptance.Chaos.Faults;

/// <summary>A disk of a few megabytes: a tmpfs, which only root may mount. The calling test is skipped where that is not allowed.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Megabytes = 16;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distill-disk-");

    private SmallDisk()
    {
    }

    /// <summary>Where it is.</summary>
    public string Path => _folder.FullName;

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static async Task<SmallDisk> MountAsync(CancellationToken ct)
    {
        var disk = new SmallDisk();
        if (await RunAsync("mount", ["-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", disk.Path], ct) is { Length: > 0 } refusal)
        {
            disk._folder.Delete();
            Assert.Skip($"Needs to mount a small disk, which is not allowed here: {refusal.Trim()}");
        }

        return disk;
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        var block = new byte[1 << 16];
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = block.Length; size > 0;)
        {
            try
            {
                file.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        // Lazy: a process that is just ending may still be in it.
        await RunAsync("umount", ["-l", Path], CancellationToken.None);
        _folder.Delete();
    }

    // What it said when it failed; empty when it worked.
    private static async Task<string> RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? "" : $"exit code {process.ExitCode} {said}";
    }
}

using Distill.Artifacts;

namespace Distill.Pipeline.Storage;

/// <summary>
/// Temporary files on their way into a <see cref="FolderStore"/>, and the sweeping of those whose process died on the way.
/// </summary>
/// <remarks>
/// Each store that is open for writing holds <c>&lt;n&gt;.owner</c> locked and names its files <c>&lt;n&gt;-&lt;k&gt;</c>. A free lock
/// means that the owner is gone, in this container or another: no process ids are compared.
/// Owner files come and go only under <c>sweep.lock</c>.
/// </remarks>
internal sealed class IncomingFiles(string folder, TimeProvider time) : IDisposable
{
    private const int MostAttempts = 100;
    private const int AlreadyExists = 17;    // EEXIST, of Linux and of macOS

    private readonly FileLock _sweep = new(Path.Combine(folder, "sweep.lock"), time);
    private FileStream? _owner;
    private int _number;
    private int _placed;

    /// <summary>Sweeps what dead stores left, and claims a number; only the first call does anything.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        if (Volatile.Read(ref _owner) is not null)
        {
            return;
        }

        Try("write to", folder, () => Directory.CreateDirectory(folder));
        using (await _sweep.TakeAsync(ct))
        {
            if (_owner is null)
            {
                Try("tidy", folder, Sweep);
                Volatile.Write(ref _owner, Claim());
            }
        }
    }

    /// <summary>Puts content at a path as a whole, replacing what is there.</summary>
    public async Task PlaceAsync(string target, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var temporary = Path.Combine(folder, $"{_number}-{Interlocked.Increment(ref _placed)}");
        try
        {
            try
            {
                await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    await file.WriteAsync(content, ct);
                    file.Flush(flushToDisk: true);
                }

                Place(temporary, target);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception refusal) when (FolderStore.IsRefusal(refusal))
        {
            throw StoreException.Because("write", target, refusal);
        }
    }

    public void Dispose() => _owner?.Dispose();

    // Whoever removes the last file of a folder removes the folder, too, and may do so between these two steps.
    private static void Place(string temporary, string target)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(temporary, target, overwrite: true);
                return;
            }
            catch (IOException gone) when (WentAway(gone) && attempt < MostAttempts)
            {
                // One of the folders above it went away; they are made again.
            }
        }
    }

    // A folder that goes just after the system has said that it exists is reported as a file in its place.
    private static bool WentAway(IOException refusal) =>
        refusal is DirectoryNotFoundException or FileNotFoundException || refusal.HResult == AlreadyExists;

    private static void Try(string deed, string place, Action action)
    {
        try
        {
            action();
        }
        catch (Exception refusal) when (FolderStore.IsRefusal(refusal))
        {
            throw StoreException.Because(deed, place, refusal);
        }
    }

    private static string OwnerOf(string temporary) =>
        Path.Combine(Path.GetDirectoryName(temporary)!, Path.GetFileName(temporary).Split('-')[0] + ".owner");

    private void Sweep()
    {
        foreach (var file in Directory.GetFiles(folder, "*.owner"))
        {
            using var dead = FileLock.TryOpen(file);
            if (dead is not null)
            {
                File.Delete(file);
            }
        }

        foreach (var file in Directory.GetFiles(folder, "*-*"))
        {
            if (!File.Exists(OwnerOf(file)))
            {
                File.Delete(file);
            }
        }
    }

    private FileStream Claim()
    {
        while (true)
        {
            var path = Path.Combine(folder, $"{++_number}.owner");
            if (!File.Exists(path) && FileLock.TryOpen(path) is { } claimed)
            {
                return claimed;
            }
        }
    }
}

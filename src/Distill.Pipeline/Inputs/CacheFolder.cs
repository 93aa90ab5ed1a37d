using Distill.Artifacts;
using Distill.Pipeline.Storage;

namespace Distill.Pipeline.Inputs;

/// <summary>The folder of an <see cref="InputCache"/>: who uses what, and what goes when room is needed.</summary>
internal sealed class CacheFolder(string path, long limit, TimeProvider time)
{
    private const string LockSuffix = ".lock";
    private const string PartialSuffix = ".partial";
    private const string GoneSuffix = ".gone";

    public string Path => path;

    public string PathOf(string id) => System.IO.Path.Combine(path, id);

    public string PartialPathOf(string id) => PathOf(id) + PartialSuffix;

    public bool Has(string id) => Directory.Exists(PathOf(id));

    /// <summary>Claims an input that is complete; null when it is not, or is just being removed.</summary>
    public IDisposable? TryUse(string id)
    {
        if (!Has(id) || FileLock.TryShare(LockPathOf(id)) is not { } claim)
        {
            return null;
        }

        if (Has(id))
        {
            Touch(id);
            return claim;
        }

        claim.Dispose();
        return null;
    }

    /// <summary>Claims an input for fetching or removing it; null while anybody else has any claim to it.</summary>
    public IDisposable? TryOwn(string id)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception refusal) when (FolderStore.IsRefusal(refusal))
        {
            throw StoreException.Because("write to", path, refusal);
        }

        return FileLock.TryOpen(LockPathOf(id));
    }

    /// <summary>Removes inputs that nobody uses, those unused for longest first, until so many bytes more stay within the limit.</summary>
    /// <param name="bytes">What is about to come.</param>
    /// <param name="coming">The input that they are for; it is not removed.</param>
    public void MakeRoom(long bytes, string coming)
    {
        var there = Directory.GetFiles(path, "*" + LockSuffix)
            .Select(file => (Id: System.IO.Path.GetFileNameWithoutExtension(file), Used: File.GetLastWriteTimeUtc(file)))
            .Where(entry => entry.Id != coming)
            .Select(entry => (entry.Id, entry.Used, Bytes: SizeOf(PathOf(entry.Id)) + SizeOf(PartialPathOf(entry.Id)) + SizeOf(PathOf(entry.Id) + GoneSuffix)))
            .Where(entry => entry.Bytes > 0)
            .OrderBy(entry => entry.Used)
            .ToList();
        var total = bytes + there.Sum(entry => entry.Bytes);
        foreach (var entry in there.TakeWhile(_ => total > limit))
        {
            if (FileLock.TryOpen(LockPathOf(entry.Id)) is { } own)
            {
                using (own)
                {
                    Remove(entry.Id);
                }

                total -= entry.Bytes;
            }
        }
    }

    // Others move and remove theirs meanwhile; what is gone while it is measured takes no room.
    private static long SizeOf(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
        }
        catch (Exception gone) when (gone is DirectoryNotFoundException or FileNotFoundException)
        {
            return 0;
        }
    }

    private void Remove(string id)
    {
        // By a rename first: what has the final name is complete at every moment.
        var gone = PathOf(id) + GoneSuffix;
        Delete(gone);
        if (Has(id))
        {
            Directory.Move(PathOf(id), gone);
            Delete(gone);
        }

        Delete(PartialPathOf(id));
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string LockPathOf(string id) => PathOf(id) + LockSuffix;

    private void Touch(string id) => File.SetLastWriteTimeUtc(LockPathOf(id), time.GetUtcNow().UtcDateTime);
}

using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage;

/// <summary>
/// An artifact store in a folder that any number of processes may share. The ETag of content is its SHA-256.
/// </summary>
/// <remarks>
/// New content is written beside the tree, flushed to the disk and renamed into place under a lock, so a killed process or
/// a full disk leaves what was there before. A power cut may undo the last renames but never mixes old with new.
/// Locks are the kernel's own (<c>flock</c>): a network file system must support them.
/// </remarks>
public sealed class FolderStore : IArtifactStore, IDisposable
{
    private const int Stripes = 256;

    private readonly string _root;
    private readonly IncomingFiles _incoming;
    private readonly FileLock[] _locks;

    /// <summary>Uses the folder, which is created at the first write.</summary>
    /// <param name="root">Path of the folder.</param>
    /// <param name="time">Clock of the waiting for locks; the system's when absent.</param>
    public FolderStore(string root, TimeProvider? time = null)
    {
        _root = Path.GetFullPath(root);
        var clock = time ?? TimeProvider.System;
        var own = Path.Combine(_root, ".store");
        _incoming = new(own, clock);
        _locks = [.. Enumerable.Range(0, Stripes).Select(stripe => new FileLock(Path.Combine(own, $"{stripe:x2}.lock"), clock))];
    }

    /// <inheritdoc/>
    public async Task<StoredArtifact?> ReadAsync(string path, CancellationToken ct)
    {
        var file = Describe(path);
        try
        {
            var content = await File.ReadAllBytesAsync(file, ct);
            return new(content, ETagOf(content));
        }
        catch (Exception refusal) when (IsAbsent(refusal, file))
        {
            return null;
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            throw StoreException.Because("read", file, refusal);
        }
    }

    /// <inheritdoc/>
    // The open file stays readable when a rename puts other content in its place.
    public Task<Stream?> OpenReadAsync(string path, CancellationToken ct) => Task.FromResult(
        Found<Stream>(Describe(path), file => File.Open(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)));

    /// <inheritdoc/>
    public async Task<string?> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var file = Describe(path);
        using (await LockAsync(path, ct))
        {
            if (File.Exists(file))
            {
                return null;
            }

            await _incoming.PlaceAsync(file, content, ct);
        }

        return ETagOf(content.Span);
    }

    /// <inheritdoc/>
    public async Task<string?> ReplaceAsync(string path, ReadOnlyMemory<byte> content, string etag, CancellationToken ct)
    {
        var file = Describe(path);
        using (await LockAsync(path, ct))
        {
            if ((await ReadAsync(path, ct))?.ETag != etag)
            {
                return null;
            }

            await _incoming.PlaceAsync(file, content, ct);
        }

        return ETagOf(content.Span);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var file = Describe(path);
        using (await LockAsync(path, ct))
        {
            await _incoming.PlaceAsync(file, content, ct);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var path in await Task.Run(() => PathsOf(prefix), ct))
        {
            yield return path;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArtifactListing> ListDetailsAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var path in ListAsync(prefix, ct))
        {
            // A file that was deleted meanwhile is not listed; one that was replaced is, with its new size.
            if (new FileInfo(Path.Combine(_root, path)) is { Exists: true } file)
            {
                yield return new(path, file.Length, file.LastWriteTimeUtc);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Without the ETags, which nobody asks for here: each is a SHA-256.</remarks>
    public async IAsyncEnumerable<(string Path, ReadOnlyMemory<byte> Content)> ReadAllAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var some in PathsOf(prefix).Chunk(IArtifactStore.ReadAtOnce))
        {
            var contents = await Task.WhenAll(some.Select(path => Task.Run(() => Found(Describe(path), File.ReadAllBytes), ct)));
            foreach (var (path, content) in some.Zip(contents))
            {
                // One that was removed meanwhile is not there.
                if (content is not null)
                {
                    yield return (path, content);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string path, CancellationToken ct)
    {
        var file = Describe(path);
        using (await LockAsync(path, ct))
        {
            try
            {
                File.Delete(file);
                RemoveEmpty(Path.GetDirectoryName(file)!);
            }
            catch (DirectoryNotFoundException)
            {
                // Nothing was ever stored there.
            }
            catch (Exception refusal) when (IsRefusal(refusal))
            {
                throw StoreException.Because("delete", file, refusal);
            }
        }
    }

    /// <inheritdoc/>
    public string Describe(string path) => Path.Combine(_root, ArtifactPath.Check(path));

    /// <summary>Gives up this store's claim on its temporary files.</summary>
    public void Dispose() => _incoming.Dispose();

    internal static bool IsRefusal(Exception refusal) => refusal is IOException or UnauthorizedAccessException;

    private static string ETagOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static T? Found<T>(string file, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(file);
        }
        catch (Exception refusal) when (IsAbsent(refusal, file))
        {
            return null;
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            throw StoreException.Because("read", file, refusal);
        }
    }

    // A folder where a file is asked for is no artifact either.
    private static bool IsAbsent(Exception refusal, string file) =>
        refusal is FileNotFoundException or DirectoryNotFoundException || (IsRefusal(refusal) && Directory.Exists(file));

    private async Task<IDisposable> LockAsync(string path, CancellationToken ct)
    {
        await _incoming.StartAsync(ct);
        var stripe = SHA256.HashData(Encoding.UTF8.GetBytes(path))[0];
        return await _locks[stripe].TakeAsync(ct);
    }

    // A folder of which everything was removed would be listed for ever.
    private void RemoveEmpty(string folder)
    {
        try
        {
            for (; folder != _root && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)!)
            {
                Directory.Delete(folder);
            }
        }
        catch (IOException)
        {
            // Somebody has put something there meanwhile, or has removed it as well.
        }
    }

    private List<string> PathsOf(string prefix)
    {
        if (prefix.TrimEnd('/') is { Length: > 0 } start)
        {
            ArtifactPath.Check(start);
        }

        // Only the folder that the prefix lies in is walked; the dot names of this class are hidden files.
        var folder = Path.Combine(_root, prefix[..(prefix.LastIndexOf('/') + 1)]);
        var everything = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden };
        try
        {
            return Directory.EnumerateFiles(folder, "*", everything)
                .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .ToList();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            throw StoreException.Because("list", folder, refusal);
        }
    }
}

using System.Runtime.CompilerServices;

namespace Distill.Artifacts;

/// <summary>
/// The one place where anything outlives a process: jobs, labels, models and datasets, named by
/// <c>/</c>-separated paths such as <c>labels/&lt;fingerprint&gt;/manifest.json</c>.
/// </summary>
/// <remarks>
/// Every write is atomic: a reader sees the old content, the new content or nothing, never a part. Two workers that
/// race for one path are told apart by <see cref="CreateAsync"/> (first one wins) and <see cref="ReplaceAsync"/>
/// (last reader wins), which is all the coordination that this system has.
/// Every member throws <see cref="StoreException"/> when the storage itself refuses, and <see cref="ArgumentException"/>
/// for a path that <see cref="ArtifactPath.Check"/> refuses.
/// </remarks>
public interface IArtifactStore
{
    /// <summary>Questions to a store that are open at once, where there are many to ask.</summary>
    const int ReadAtOnce = 32;

    /// <summary>Content and ETag of one moment, or <see langword="null"/> when nothing is stored there.</summary>
    Task<StoredArtifact?> ReadAsync(string path, CancellationToken ct);

    /// <summary>
    /// A seekable stream over the content as it was when it was opened, or <see langword="null"/> when nothing is
    /// stored there. For artifacts that are too large to hold, or of which only a part is wanted.
    /// </summary>
    Task<Stream?> OpenReadAsync(string path, CancellationToken ct);

    /// <summary>Stores content where there was none.</summary>
    /// <returns>The new ETag, or <see langword="null"/> when something is already stored there, which then stays as it is.</returns>
    Task<string?> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>Replaces the content that the caller has read before.</summary>
    /// <returns>
    /// The new ETag, or <see langword="null"/> when the path no longer holds content of <paramref name="etag"/>: then
    /// somebody else was faster, nothing was written, and the caller reads again.
    /// </returns>
    Task<string?> ReplaceAsync(string path, ReadOnlyMemory<byte> content, string etag, CancellationToken ct);

    /// <summary>Stores content whatever was there before; for paths that only one worker ever writes.</summary>
    Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>
    /// Paths that begin with <paramref name="prefix"/>, in ordinal order. The prefix is text, not a folder:
    /// <c>labels/ab</c> finds <c>labels/abc/manifest.json</c>; the empty prefix finds everything.
    /// </summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken ct);

    /// <summary>The same artifacts as <see cref="ListAsync"/> with their sizes and times.</summary>
    IAsyncEnumerable<ArtifactListing> ListDetailsAsync(string prefix, CancellationToken ct);

    /// <summary>
    /// The contents of all artifacts that begin with <paramref name="prefix"/>, in ordinal order: for many small ones. This default asks for
    /// each of them, some side by side; a store that can get them with fewer questions does.
    /// </summary>
    async IAsyncEnumerable<(string Path, ReadOnlyMemory<byte> Content)> ReadAllAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        var paths = await ListAsync(prefix, ct).ToListAsync(ct).ConfigureAwait(false);
        foreach (var some in paths.Chunk(ReadAtOnce))
        {
            foreach (var (path, found) in some.Zip(await Task.WhenAll(some.Select(path => ReadAsync(path, ct))).ConfigureAwait(false)))
            {
                // One that was removed meanwhile is not there.
                if (found is not null)
                {
                    yield return (path, found.Content);
                }
            }
        }
    }

    /// <summary>Removes what is stored at the path; removing nothing is no error.</summary>
    Task DeleteAsync(string path, CancellationToken ct);

    /// <summary>The place as a user can open it: a file path or an address.</summary>
    string Describe(string path);
}

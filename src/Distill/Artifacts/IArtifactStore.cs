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
    /// Names of the folders directly below a folder, in ordinal order, without a look at what is in them: a folder of which everything was
    /// removed may be among them. This default looks at everything; a store that can do better does.
    /// </summary>
    /// <param name="folder">The folder's path without a final slash.</param>
    /// <param name="ct">Ends the listing.</param>
    async IAsyncEnumerable<string> ListFoldersAsync(string folder, [EnumeratorCancellation] CancellationToken ct)
    {
        var prefix = ArtifactPath.Check(folder) + "/";
        var last = "";
        await foreach (var path in ListAsync(prefix, ct).ConfigureAwait(false))
        {
            var end = path.IndexOf('/', prefix.Length);
            if (end > 0 && path[prefix.Length..end] != last)
            {
                yield return last = path[prefix.Length..end];
            }
        }
    }

    /// <summary>Removes what is stored at the path; removing nothing is no error.</summary>
    Task DeleteAsync(string path, CancellationToken ct);

    /// <summary>The place as a user can open it: a file path or an address.</summary>
    string Describe(string path);
}

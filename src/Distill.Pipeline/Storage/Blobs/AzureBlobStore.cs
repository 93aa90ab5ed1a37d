using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>An artifact store in a container of Azure's blob storage, or below a prefix in one. The container is created at the first write.</summary>
/// <remarks>
/// ETags are the service's own. A replacement whose answer was lost, and that somebody has replaced again before it could be
/// asked after, is reported as a conflict: its author reads again and finds both.
/// </remarks>
internal sealed class AzureBlobStore : IArtifactStore
{
    private const int PageSize = 5000;

    private readonly BlobContainerClient _container;
    private readonly string _prefix;
    private readonly BlobCalls _calls;
    private readonly BlobReader _reader;
    private readonly BlobWriter _writer;

    /// <param name="container">Client with its own retries switched off.</param>
    /// <param name="prefix">What all names begin with: empty, or ending with a slash.</param>
    /// <param name="patience">How long calls are kept at.</param>
    /// <param name="time">Clock of pauses and limits.</param>
    public AzureBlobStore(BlobContainerClient container, string prefix, BlobPatience patience, TimeProvider time)
    {
        _container = container;
        _prefix = prefix;
        _calls = new(patience, time);
        _reader = new(_calls);
        _writer = new(container, _calls);
    }

    public Task<StoredArtifact?> ReadAsync(string path, CancellationToken ct) => _reader.ReadAsync(BlobOf(path), Describe(path), ct);

    public async Task<Stream?> OpenReadAsync(string path, CancellationToken ct)
    {
        var (blob, place) = (BlobOf(path), Describe(path));
        try
        {
            var properties = await _calls.RunAsync("read", place, async attempt => (await blob.GetPropertiesAsync(cancellationToken: attempt)).Value, ct);
            return new BlobStream(_reader, blob, place, properties.ContentLength, properties.ETag, BlobContent.Sha256Of(properties.Metadata));
        }
        catch (RequestFailedException absent) when (absent.Status is 404)
        {
            return null;
        }
    }

    public Task<string?> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        _writer.WriteAsync(NameOf(path), Describe(path), content, new BlobRequestConditions { IfNoneMatch = ETag.All }, ct);

    public Task<string?> ReplaceAsync(string path, ReadOnlyMemory<byte> content, string etag, CancellationToken ct) =>
        _writer.WriteAsync(NameOf(path), Describe(path), content, new BlobRequestConditions { IfMatch = new ETag(etag) }, ct);

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        _writer.WriteAsync(NameOf(path), Describe(path), content, conditions: null, ct);

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var listing in await ListingsOf(prefix, ct))
        {
            yield return listing.Path;
        }
    }

    public async IAsyncEnumerable<ArtifactListing> ListDetailsAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var listing in await ListingsOf(prefix, ct))
        {
            yield return listing;
        }
    }

    public async IAsyncEnumerable<(string Path, ReadOnlyMemory<byte> Content)> ReadAllAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var some in (await ItemsOf(prefix, BlobTraits.Metadata, ct)).Chunk(IArtifactStore.ReadAtOnce))
        {
            foreach (var (of, content) in some.Zip(await Task.WhenAll(some.Select(of => ContentAsync(of.Path, of.Item, ct)))))
            {
                if (content is not null)
                {
                    yield return (of.Path, content.Value);
                }
            }
        }
    }

    public async Task DeleteAsync(string path, CancellationToken ct)
    {
        var (blob, place) = (BlobOf(path), Describe(path));
        try
        {
            await _calls.RunAsync("delete", place, attempt => blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: attempt), ct);
        }
        catch (RequestFailedException refusal)
        {
            throw BlobFault.Because("delete", place, refusal, TimeSpan.Zero);
        }
    }

    public string Describe(string path) => $"{_container.Uri.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{NameOf(path)}";

    private string NameOf(string path) => _prefix + ArtifactPath.Check(path);

    private BlobClient BlobOf(string path) => _container.GetBlobClient(NameOf(path));

    private async Task<ReadOnlyMemory<byte>?> ContentAsync(string path, BlobItem item, CancellationToken ct) =>
        BlobContent.CopyIn(item.Metadata) is { } copy ? copy : (await ReadAsync(path, ct))?.Content;

    private async Task<IEnumerable<ArtifactListing>> ListingsOf(string prefix, CancellationToken ct) =>
        from of in await ItemsOf(prefix, BlobTraits.None, ct)
        select new ArtifactListing(of.Path, of.Item.Properties.ContentLength ?? 0, of.Item.Properties.LastModified ?? DateTimeOffset.MinValue);

    private async Task<List<(string Path, BlobItem Item)>> ItemsOf(string prefix, BlobTraits traits, CancellationToken ct)
    {
        if (prefix.TrimEnd('/') is { Length: > 0 } start)
        {
            ArtifactPath.Check(start);
        }

        var items = await AllAsync((next, attempt) => PageAsync(_container.GetBlobsAsync(traits, prefix: _prefix + prefix, cancellationToken: attempt), next), ct);
        var found = (from item in items
                     let path = item.Name[_prefix.Length..]
                     where ArtifactPath.IsAllowed(path)    // others are not this program's
                     select (Path: path, Item: item)).ToList();
        found.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }

    private async Task<List<T>> AllAsync<T>(Func<string?, CancellationToken, Task<Page<T>>> pageAfter, CancellationToken ct)
        where T : notnull
    {
        var place = _container.Uri.GetLeftPart(UriPartial.Path);
        var found = new List<T>();
        string? next = null;
        do
        {
            Page<T> page;
            try
            {
                page = await _calls.RunAsync("list", place, attempt => pageAfter(next, attempt), ct);
            }
            catch (RequestFailedException absent) when (absent.Status is 404)
            {
                return [];
            }

            found.AddRange(page.Values);
            next = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));

        return found;
    }

    private static async Task<Page<T>> PageAsync<T>(AsyncPageable<T> listing, string? continuation)
        where T : notnull
    {
        await foreach (var page in listing.AsPages(continuation, PageSize))
        {
            return page;
        }

        throw new InvalidOperationException("A listing has at least one page.");
    }
}

using System.Runtime.CompilerServices;
using Distill.Artifacts;

namespace Distill.Tests.Server;

/// <summary>A store of texts in memory that can be told to refuse; for reading only.</summary>
internal sealed class MemoryStore : IArtifactStore
{
    public SortedDictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    public StoreException? Refusal { get; set; }

    public Task<StoredArtifact?> ReadAsync(string path, CancellationToken ct) => Refusal is not null
        ? Task.FromException<StoredArtifact?>(Refusal)
        : Task.FromResult(Texts.TryGetValue(ArtifactPath.Check(path), out var text) ? new StoredArtifact(System.Text.Encoding.UTF8.GetBytes(text), "1") : null);

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var path in Texts.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)))
        {
            yield return Refusal is null ? path : throw Refusal;
        }
    }

    public IAsyncEnumerable<ArtifactListing> ListDetailsAsync(string prefix, CancellationToken ct) => throw new NotSupportedException();

    public string Describe(string path) => "memory/" + path;

    public Task<Stream?> OpenReadAsync(string path, CancellationToken ct) => throw new NotSupportedException();

    public Task<string?> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) => throw new NotSupportedException();

    public Task<string?> ReplaceAsync(string path, ReadOnlyMemory<byte> content, string etag, CancellationToken ct) => throw new NotSupportedException();

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) => throw new NotSupportedException();

    public Task DeleteAsync(string path, CancellationToken ct) => throw new NotSupportedException();
}

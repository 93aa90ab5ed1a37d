using System.Collections.Concurrent;
using Distill.Artifacts;

namespace Distill.Tests.Pipeline.Inputs;

/// <summary>A store that notes what is read and written, and may break off.</summary>
internal sealed class WatchedStore(IArtifactStore store) : IArtifactStore
{
    public ConcurrentQueue<string> Reads { get; } = new();

    public ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>Called before every reading and writing.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Called once, before the first deletion.</summary>
    public Func<string, Task> BeforeDelete { get; set; } = _ => Task.CompletedTask;

    public Task<StoredArtifact?> ReadAsync(string path, CancellationToken ct)
    {
        Note(Reads, path);
        return store.ReadAsync(path, ct);
    }

    public Task<Stream?> OpenReadAsync(string path, CancellationToken ct)
    {
        Note(Reads, path);
        return store.OpenReadAsync(path, ct);
    }

    public Task<string?> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        Note(Writes, path);
        return store.CreateAsync(path, content, ct);
    }

    public Task<string?> ReplaceAsync(string path, ReadOnlyMemory<byte> content, string etag, CancellationToken ct)
    {
        Note(Writes, path);
        return store.ReplaceAsync(path, content, etag, ct);
    }

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        Note(Writes, path);
        return store.WriteAsync(path, content, ct);
    }

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken ct) => store.ListAsync(prefix, ct);

    public IAsyncEnumerable<ArtifactListing> ListDetailsAsync(string prefix, CancellationToken ct) => store.ListDetailsAsync(prefix, ct);

    public async Task DeleteAsync(string path, CancellationToken ct)
    {
        var before = BeforeDelete;
        BeforeDelete = _ => Task.CompletedTask;
        await before(path);
        await store.DeleteAsync(path, ct);
    }

    public string Describe(string path) => store.Describe(path);

    private void Note(ConcurrentQueue<string> notes, string path)
    {
        Before(path);
        notes.Enqueue(path);
    }
}

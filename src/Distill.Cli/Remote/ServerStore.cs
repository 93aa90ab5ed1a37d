using System.Runtime.CompilerServices;
using System.Text.Json;
using Distill.Artifacts;
using Distill.Pipeline.Inputs;

namespace Distill.Cli.Remote;

/// <summary>The store of a server, through its API: a command may read it, and send a job's files to it.</summary>
internal sealed class ServerStore(ServerClient server) : IArtifactStore, IDisposable
{
    public async Task<StoredArtifact?> ReadAsync(string path, CancellationToken ct)
    {
        using var response = await server.SendAsync(HttpMethod.Get, $"store/{ArtifactPath.Check(path)}", body: null, ct);
        return response is null ? null : new StoredArtifact(await server.ReadAsync(response, ct), response.Headers.ETag?.Tag.Trim('"') ?? "");
    }

    public async Task<Stream?> OpenReadAsync(string path, CancellationToken ct) =>
        await ReadAsync(path, ct) is { } stored ? new MemoryStream(stored.Content.ToArray(), writable: false) : null;

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var listing in ListDetailsAsync(prefix, ct))
        {
            yield return listing.Path;
        }
    }

    public async IAsyncEnumerable<ArtifactListing> ListDetailsAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var file in await FilesAsync("store", prefix, ct))
        {
            yield return new ArtifactListing(file.GetProperty("path").GetString()!, file.GetProperty("bytes").GetInt64(), file.GetProperty("written").GetDateTimeOffset());
        }
    }

    public async IAsyncEnumerable<(string Path, ReadOnlyMemory<byte> Content)> ReadAllAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var file in await FilesAsync("contents", prefix, ct))
        {
            yield return (file.GetProperty("path").GetString()!, file.GetProperty("content").GetBytesFromBase64());
        }
    }

    public string Describe(string path) => new Uri(server.Address, $"/api/v1/store/{path}").ToString();

    /// <summary>Sends a part of a job's files; of anything else the server's side has the only pen.</summary>
    public async Task<string?> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await WriteAsync(path, content, ct);
        return "";
    }

    public Task<string?> ReplaceAsync(string path, ReadOnlyMemory<byte> content, string etag, CancellationToken ct) => throw ReadOnly();

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) => ChangeAsync(HttpMethod.Put, path, content, ct);

    public Task DeleteAsync(string path, CancellationToken ct) => ChangeAsync(HttpMethod.Delete, path, null, ct);

    public void Dispose() => server.Dispose();

    private async Task<IReadOnlyList<JsonElement>> FilesAsync(string kind, string prefix, CancellationToken ct) =>
        await server.GetAsync($"{kind}?prefix={Uri.EscapeDataString(prefix)}", ct) is { } listing ? [.. listing.GetProperty("files").EnumerateArray()] : [];

    private async Task ChangeAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? content, CancellationToken ct)
    {
        if (!path.StartsWith(InputStore.Root, StringComparison.Ordinal))
        {
            throw ReadOnly();
        }

        using var response = await server.SendAsync(method, $"store/{ArtifactPath.Check(path)}", content, ct)
            ?? throw new StoreException($"The server {server.Address} takes no files; it may be of an earlier version.");
    }

    private StoreException ReadOnly() => new($"The store of {server.Address} cannot be written from here; run this command on the server's side, with --store.");
}

using System.Security.Cryptography;

namespace Distill.Artifacts;

/// <summary>A folder of a store that counts only as a whole: its files, and last of all the <see cref="Manifest"/> that makes it complete.</summary>
/// <param name="store">The store.</param>
/// <param name="path">The folder's path in it, without a final slash.</param>
public sealed class ArtifactFolder(IArtifactStore store, string path)
{
    /// <summary>The folder's path in its store.</summary>
    public string Path { get; } = ArtifactPath.Check(path);

    private string ManifestPath => $"{Path}/{Manifest.FileName}";

    /// <summary>
    /// Writes the files and then their manifest. A manifest that was there before is removed first: a reader never sees
    /// one that vouches for other content than lies beside it.
    /// </summary>
    public async Task<Manifest> WriteAsync(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken ct)
    {
        await store.DeleteAsync(ManifestPath, ct).ConfigureAwait(false);
        var entries = new List<ManifestFile>();
        foreach (var (name, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            await store.WriteAsync($"{Path}/{name}", content, ct).ConfigureAwait(false);
            entries.Add(new ManifestFile(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content.Span))));
        }

        var manifest = new Manifest { Files = entries };
        await store.WriteAsync(ManifestPath, System.Text.Encoding.UTF8.GetBytes(manifest.Write()), ct).ConfigureAwait(false);
        return manifest;
    }

    /// <summary>The manifest, or <see langword="null"/> while the folder is not complete.</summary>
    /// <exception cref="StoreException">What lies there is no manifest.</exception>
    public async Task<Manifest?> ReadManifestAsync(CancellationToken ct) =>
        await store.ReadAsync(ManifestPath, ct).ConfigureAwait(false) is { } stored
            ? Manifest.Read(stored.Content.Span, store.Describe(ManifestPath))
            : null;

    /// <summary>Hashes every file again. Empty when all are as the manifest says; otherwise one sentence per damaged or absent file.</summary>
    public async Task<IReadOnlyList<string>> VerifyAsync(Manifest manifest, CancellationToken ct)
    {
        var problems = new List<string>();
        foreach (var file in manifest.Files)
        {
            var stream = await store.OpenReadAsync($"{Path}/{file.Path}", ct).ConfigureAwait(false);
            if (stream is null)
            {
                problems.Add($"{store.Describe($"{Path}/{file.Path}")} is missing, though its manifest lists it.");
                continue;
            }

            await using (stream.ConfigureAwait(false))
            {
                var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct).ConfigureAwait(false));
                if (sha256 != file.Sha256)
                {
                    problems.Add($"{store.Describe($"{Path}/{file.Path}")} is damaged: its SHA-256 is {sha256}, and its manifest says {file.Sha256}.");
                }
            }
        }

        return problems;
    }
}

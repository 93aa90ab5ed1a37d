using System.Security.Cryptography;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>What lies beside a blob's content in its metadata: the SHA-256 of the content, and which write put it there.</summary>
internal static class BlobContent
{
    private const string Sha256 = "sha256";
    private const string WriteId = "write_id";
    private const int WriteIdLength = 32;

    /// <summary>A name for one write. It is random, because two writers of the same content must be told apart.</summary>
    public static string NewWriteId() => RandomNumberGenerator.GetHexString(WriteIdLength, lowercase: true);

    /// <summary>The metadata that goes with a write.</summary>
    public static Dictionary<string, string> Metadata(ReadOnlySpan<byte> content, string writeId) => new()
    {
        [Sha256] = Convert.ToHexStringLower(SHA256.HashData(content)),
        [WriteId] = writeId,
    };

    /// <summary>Whether a blob is what this write has put there.</summary>
    public static bool IsOf(string writeId, IDictionary<string, string> metadata) => metadata.TryGetValue(WriteId, out var stored) && stored == writeId;

    /// <summary>The SHA-256 that the content must have; null for a blob that another program has put there.</summary>
    public static string? Sha256Of(IDictionary<string, string> metadata) => metadata.TryGetValue(Sha256, out var stated) ? stated : null;

    /// <exception cref="StoreException">The content is not what was written.</exception>
    public static void Verify(ReadOnlySpan<byte> content, IDictionary<string, string> metadata, string place) =>
        Verify(SHA256.HashData(content), Sha256Of(metadata), place);

    /// <exception cref="StoreException">The hash is not the stated one.</exception>
    public static void Verify(ReadOnlySpan<byte> sha256, string? stated, string place)
    {
        if (stated is not null && Convert.ToHexStringLower(sha256) is var actual && actual != stated)
        {
            throw new StoreException(
                $"The blob {place} is damaged: its SHA-256 is {actual}, and {stated} was written; read it again, and if that changes nothing, delete it so that it is made anew.");
        }
    }
}

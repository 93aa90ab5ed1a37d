using System.Security.Cryptography;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>
/// What lies beside a blob's content in its metadata: the SHA-256 of the content, which write put it there, and small content itself once
/// more, because a listing brings the metadata of thousands of blobs in one answer.
/// </summary>
internal static class BlobContent
{
    private const string Sha256 = "sha256";
    private const string WriteId = "write_id";
    private const string Copy = "content";
    private const int WriteIdLength = 32;

    // The service takes 8 KB of metadata; in base64 this is two thirds of it.
    private const int MostCopied = 4096;

    /// <summary>A name for one write. It is random, because two writers of the same content must be told apart.</summary>
    public static string NewWriteId() => RandomNumberGenerator.GetHexString(WriteIdLength, lowercase: true);

    /// <summary>The metadata that goes with a write.</summary>
    public static Dictionary<string, string> Metadata(ReadOnlySpan<byte> content, string writeId)
    {
        var metadata = new Dictionary<string, string>
        {
            [Sha256] = Convert.ToHexStringLower(SHA256.HashData(content)),
            [WriteId] = writeId,
        };
        if (content.Length is > 0 and <= MostCopied)
        {
            metadata[Copy] = Convert.ToBase64String(content);
        }

        return metadata;
    }

    /// <summary>The content as its metadata hold it; null for large content, and for a copy that is not what the SHA-256 says.</summary>
    public static byte[]? CopyIn(IDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(Copy, out var copy) || Sha256Of(metadata) is not { } stated)
        {
            return null;
        }

        var content = new byte[copy.Length * 3 / 4];
        return Convert.TryFromBase64String(copy, content, out var length) && Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, length))) == stated
            ? content[..length]
            : null;
    }

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

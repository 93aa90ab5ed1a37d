using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>Reads blobs piece by piece, each piece with retries of its own.</summary>
internal sealed class BlobReader(BlobCalls calls)
{
    /// <summary>The most bytes that one request carries, up or down.</summary>
    public const int Piece = 4 << 20;

    /// <summary>Requests at the same time for one artifact.</summary>
    public const int Parallel = 4;

    private const int MostReplacements = 8;

    /// <summary>All content of one moment, verified by the SHA-256 beside it; null where there is no blob.</summary>
    /// <exception cref="StoreException">The blob cannot be read, or its content is damaged.</exception>
    public async Task<StoredArtifact?> ReadAsync(BlobClient blob, string place, CancellationToken ct)
    {
        for (var replaced = 0; replaced < MostReplacements; replaced++)
        {
            try
            {
                return await ReadOnceAsync(blob, place, ct);
            }
            catch (RequestFailedException absent) when (absent.Status is 404)
            {
                return null;
            }
            catch (RequestFailedException moved) when (moved.Status is 412)
            {
                // Replaced between two pieces: begin again with the new content.
            }
        }

        throw new StoreException($"Cannot read {place}, because it is replaced again and again while it is read; try again later.") { IsTransient = true };
    }

    /// <summary>Some bytes of a blob from an offset on, fewer only at its end.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="place">Its address, without any secret.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="version">The ETag that the blob must still have; null for any.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<(byte[] Bytes, BlobDownloadDetails Details)> FetchAsync(BlobClient blob, string place, long offset, long length, ETag? version, CancellationToken ct) =>
        calls.RunAsync("read", place, attempt => FetchOnceAsync(blob, new HttpRange(offset, length), version, attempt), ct);

    private static async Task<(byte[] Bytes, BlobDownloadDetails Details)> FetchOnceAsync(BlobClient blob, HttpRange range, ETag? version, CancellationToken ct)
    {
        var options = new BlobDownloadOptions { Range = range, Conditions = version is null ? null : new BlobRequestConditions { IfMatch = version } };
        using var answer = (await blob.DownloadStreamingAsync(options, ct)).Value;
        var bytes = new byte[answer.Details.ContentLength];
        await answer.Content.ReadExactlyAsync(bytes, ct);
        return (bytes, answer.Details);
    }

    private static long LengthOf(string contentRange) =>
        long.Parse(contentRange.AsSpan(contentRange.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    private async Task<StoredArtifact> ReadOnceAsync(BlobClient blob, string place, CancellationToken ct)
    {
        byte[] content;
        BlobDownloadDetails details;
        try
        {
            (content, details) = await FetchAsync(blob, place, 0, Piece, version: null, ct);
        }
        catch (RequestFailedException empty) when (empty.Status is 416)
        {
            // There is no first byte to ask for.
            (content, details) = await calls.RunAsync("read", place, attempt => FetchOnceAsync(blob, default, version: null, attempt), ct);
        }

        if (details.ContentRange is { } range && LengthOf(range) is var length && length > content.Length)
        {
            Array.Resize(ref content, checked((int)length));
            await FillAsync(blob, place, content, details.ETag, ct);
        }

        BlobContent.Verify(content, details.Metadata, place);
        return new(content, details.ETag.ToString());
    }

    private async Task FillAsync(BlobClient blob, string place, byte[] content, ETag version, CancellationToken ct)
    {
        var offsets = Enumerable.Range(1, (content.Length - 1) / Piece).Select(piece => piece * Piece);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = ct };
        await System.Threading.Tasks.Parallel.ForEachAsync(offsets, options, async (offset, stop) =>
        {
            var (bytes, _) = await FetchAsync(blob, place, offset, Math.Min(Piece, content.Length - offset), version, stop);
            bytes.CopyTo(content, offset);
        });
    }
}

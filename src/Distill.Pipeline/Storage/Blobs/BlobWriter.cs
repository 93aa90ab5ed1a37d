using System.Globalization;
using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>Writes blobs as a whole: small content in one request, large content in parallel blocks and one commit.</summary>
/// <remarks>
/// When the answer to a successful write is lost, the retry meets its own work and is refused with 409 or 412. So after
/// such an answer the blob's write id decides who wrote it.
/// </remarks>
internal sealed class BlobWriter(BlobContainerClient container, BlobCalls calls)
{
    private const int MostTries = 8;

    private static readonly UploadTransferValidationOptions s_verified = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    /// <summary>Writes content.</summary>
    /// <param name="name">The blob's name.</param>
    /// <param name="place">Its address, without any secret.</param>
    /// <param name="content">All bytes.</param>
    /// <param name="conditions">What must hold; null for nothing.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>The new ETag; null when the conditions do not hold.</returns>
    public async Task<string?> WriteAsync(string name, string place, ReadOnlyMemory<byte> content, BlobRequestConditions? conditions, CancellationToken ct)
    {
        var blob = container.GetBlockBlobClient(name);
        var writeId = BlobContent.NewWriteId();
        var metadata = BlobContent.Metadata(content.Span, writeId);
        for (var tries = 0; tries < MostTries; tries++)
        {
            try
            {
                return content.Length <= BlobReader.Piece
                    ? await PutAsync(blob, place, content, metadata, conditions, ct)
                    : await PutBlocksAsync(blob, place, content, metadata, conditions, writeId, ct);
            }
            catch (RequestFailedException absent) when (absent.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await calls.RunAsync("create the container of", place, attempt => container.CreateIfNotExistsAsync(cancellationToken: attempt), ct);
            }
            catch (RequestFailedException refusal) when (conditions is not null && refusal.Status is 404 or 409 or 412)
            {
                return await OwnETagAsync(blob, place, writeId, ct);
            }
            catch (RequestFailedException dropped) when (dropped.ErrorCode == BlobErrorCode.InvalidBlockList)
            {
                // Somebody else's commit has dropped these blocks, or this write's own did and its answer was lost.
                if (await OwnETagAsync(blob, place, writeId, ct) is { } own)
                {
                    return own;
                }
            }
            catch (RequestFailedException refusal)
            {
                throw BlobFault.Because("write", place, refusal, TimeSpan.Zero);
            }
        }

        throw new StoreException($"Cannot write {place}, because others write it again and again at the same time; try again later.") { IsTransient = true };
    }

    private Task<string> PutAsync(
        BlockBlobClient blob, string place, ReadOnlyMemory<byte> content, Dictionary<string, string> metadata, BlobRequestConditions? conditions, CancellationToken ct)
    {
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            Metadata = metadata,
            TransferOptions = new StorageTransferOptions { InitialTransferSize = BlobReader.Piece, MaximumTransferSize = BlobReader.Piece },
            TransferValidation = s_verified,
        };
        return calls.RunAsync(
            "write",
            place,
            async attempt => (await blob.UploadAsync(BinaryData.FromBytes(content).ToStream(), options, attempt)).Value.ETag.ToString(),
            ct);
    }

    private async Task<string> PutBlocksAsync(
        BlockBlobClient blob, string place, ReadOnlyMemory<byte> content, Dictionary<string, string> metadata, BlobRequestConditions? conditions, string writeId, CancellationToken ct)
    {
        var blocks = Enumerable.Range(0, (content.Length + BlobReader.Piece - 1) / BlobReader.Piece)
            .Select(number => (Id: BlockId(writeId, number), Offset: number * BlobReader.Piece))
            .ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = BlobReader.Parallel, CancellationToken = ct };
        await Parallel.ForEachAsync(blocks, options, async (block, stop) =>
        {
            var piece = content.Slice(block.Offset, Math.Min(BlobReader.Piece, content.Length - block.Offset));
            await calls.RunAsync(
                "write",
                place,
                attempt => blob.StageBlockAsync(block.Id, BinaryData.FromBytes(piece).ToStream(), new BlockBlobStageBlockOptions { TransferValidation = s_verified }, attempt),
                stop);
        });
        return await calls.RunAsync(
            "write",
            place,
            async attempt => (await blob.CommitBlockListAsync(
                blocks.Select(block => block.Id), new CommitBlockListOptions { Conditions = conditions, Metadata = metadata }, attempt)).Value.ETag.ToString(),
            ct);
    }

    // All ids of one blob must have the same length.
    private static string BlockId(string writeId, int number) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(writeId + number.ToString("D6", CultureInfo.InvariantCulture)));

    private async Task<string?> OwnETagAsync(BlockBlobClient blob, string place, string writeId, CancellationToken ct)
    {
        try
        {
            var properties = await calls.RunAsync("read", place, async attempt => (await blob.GetPropertiesAsync(cancellationToken: attempt)).Value, ct);
            return BlobContent.IsOf(writeId, properties.Metadata) ? properties.ETag.ToString() : null;
        }
        catch (RequestFailedException absent) when (absent.Status is 404)
        {
            return null;
        }
    }
}

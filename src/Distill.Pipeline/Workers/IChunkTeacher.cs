namespace Distill.Pipeline.Workers;

/// <summary>Teaches chunks: those that are published, and those that are taught once more for comparison.</summary>
internal interface IChunkTeacher
{
    /// <summary>The encoded labels of a chunk.</summary>
    Task<byte[]> TeachAsync(ChunkOrder order, CancellationToken ct);
}

namespace Distill.Labels;

/// <summary>One record of a label log.</summary>
/// <param name="Offset">Where it stands in the log. The lowest offset of a (view, chunk) is the one that counts.</param>
/// <param name="NextOffset">Where reading goes on after it.</param>
/// <param name="View">The view it is about, or -1 when a corrupt record no longer says.</param>
/// <param name="Chunk">The chunk it is about, or -1 when a corrupt record no longer says.</param>
/// <param name="Sha256">SHA-256 of <paramref name="Bytes"/> in hex.</param>
/// <param name="Bytes">The encoded chunk; empty when corrupt.</param>
/// <param name="Corrupt">
/// <see langword="null"/> for a sound record; else one sentence that says what is wrong with it. Such a chunk counts as
/// missing: it has to be taught again, and the next sound copy in the log is then the one that counts.
/// </param>
/// <param name="Worker">Who made the chunk, or <see langword="null"/> where the log does not tell.</param>
public sealed record LabelLogEntry(
    long Offset, long NextOffset, int View, int Chunk, string Sha256, ReadOnlyMemory<byte> Bytes, string? Corrupt = null, string? Worker = null);

using Microsoft.Win32.SafeHandles;

namespace Distill.Labels;

/// <summary>
/// Finds records in an open log file that another process may be appending to, cutting, or may have died writing.
/// </summary>
internal static class LabelLogFile
{
    private const int Block = 1 << 16;

    /// <summary>
    /// The record at an offset; a corrupt one when something sound follows it; <see langword="null"/> when nothing whole is there
    /// (yet): the end of the log, a record being written, or one that its writer never finished.
    /// </summary>
    public static LabelLogEntry? EntryAt(SafeFileHandle file, long offset, string path)
    {
        if (SoundAt(file, offset) is { } sound)
        {
            return sound;
        }

        if (SoundHeaderAfter(file, offset) is not { } next)
        {
            return null;
        }

        // The record may have been completed, and the next one begun, between the two looks.
        return SoundAt(file, offset) ?? CorruptAt(file, offset, next, path);
    }

    /// <summary>Offset just behind the last record that <see cref="EntryAt"/> finds when it goes on from an offset.</summary>
    public static long EndFrom(SafeFileHandle file, long offset, string path)
    {
        while (EntryAt(file, offset, path) is { } entry)
        {
            offset = entry.NextOffset;
        }

        return offset;
    }

    private static LabelLogEntry? SoundAt(SafeFileHandle file, long offset)
    {
        if (HeaderAt(file, offset) is not { } header)
        {
            return null;
        }

        var (start, next) = (offset + LabelLogRecord.HeaderBytes, EndOf(offset, header));
        if (next > RandomAccess.GetLength(file))
        {
            return null;
        }

        var payload = new byte[header.Length];
        return Fill(file, payload, start) == payload.Length && Crc32C.Of(payload) == header.Crc
            ? new(offset, next, header.View, header.Chunk, header.Sha256, payload)
            : null;
    }

    private static LabelLogEntry CorruptAt(SafeFileHandle file, long offset, long next, string path)
    {
        var header = HeaderAt(file, offset);
        var (view, chunk) = header is { } known ? (known.View, known.Chunk) : (-1, -1);
        var which = header is null ? "A record" : $"View {view}, chunk {chunk}";
        return new(
            offset, next, view, chunk, header?.Sha256 ?? "", ReadOnlyMemory<byte>.Empty,
            $"{which} of the labels in {path} at offset {offset} is corrupt, because its checksum does not match; it counts as missing and has to be taught again.");
    }

    // A sound header tells where its record ends, so only an unsound one makes this search byte by byte.
    private static long? SoundHeaderAfter(SafeFileHandle file, long offset)
    {
        var from = HeaderAt(file, offset) is { } header ? EndOf(offset, header) : offset + 1;
        var block = new byte[Block];
        while (true)
        {
            var bytes = block.AsSpan(0, Fill(file, block, from));
            for (var at = 0; at <= bytes.Length - LabelLogRecord.HeaderBytes; at++)
            {
                var found = bytes[at..].IndexOf(LabelLogRecord.Magic);
                if (found < 0)
                {
                    break;
                }

                at += found;
                if (HeaderAt(file, from + at) is not null)
                {
                    return from + at;
                }
            }

            if (bytes.Length < Block)
            {
                return null;
            }

            // Blocks overlap, so that no header falls between two of them.
            from += Block - LabelLogRecord.HeaderBytes;
        }
    }

    private static long EndOf(long offset, LabelLogRecord header) => offset + LabelLogRecord.HeaderBytes + header.Length;

    private static LabelLogRecord? HeaderAt(SafeFileHandle file, long offset)
    {
        Span<byte> header = stackalloc byte[LabelLogRecord.HeaderBytes];
        return Fill(file, header, offset) == header.Length ? LabelLogRecord.Read(header) : null;
    }

    private static int Fill(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        var filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(file, buffer[filled..], offset + filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled;
    }
}

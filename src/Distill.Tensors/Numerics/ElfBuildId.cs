using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Distill.Tensors;

/// <summary>The identity that the linker gave a shared library: two files with the same one hold the same code.</summary>
internal static class ElfBuildId
{
    private const int NoteSegment = 4;
    private const int BuildIdNote = 3;

    /// <summary>The build-id in hex or, for a file without one, the SHA-256 of its content.</summary>
    public static string Of(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file) is { } id ? Convert.ToHexStringLower(id) : Convert.ToHexStringLower(SHA256.HashData(Rewound(file)));
    }

    private static FileStream Rewound(FileStream file)
    {
        file.Position = 0;
        return file;
    }

    // The file's layout is that of elf(5) for 64-bit little-endian machines.
    private static byte[]? Read(FileStream file)
    {
        if (file.Length < 64) return null;
        byte[] header = At(file, 0, 64);
        if (!header.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8)) return null;
        long segments = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(32));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(54));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(56));
        for (int i = 0; i < count; i++)
        {
            byte[] segment = At(file, segments + (long)i * size, size);
            if (BinaryPrimitives.ReadInt32LittleEndian(segment) != NoteSegment) continue;
            long offset = BinaryPrimitives.ReadInt64LittleEndian(segment.AsSpan(8));
            long length = BinaryPrimitives.ReadInt64LittleEndian(segment.AsSpan(32));
            if (BuildId(At(file, offset, checked((int)length))) is { } id) return id;
        }

        return null;
    }

    private static byte[]? BuildId(ReadOnlySpan<byte> notes)
    {
        while (notes.Length >= 12)
        {
            int nameLength = BinaryPrimitives.ReadInt32LittleEndian(notes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(notes[4..]);
            int type = BinaryPrimitives.ReadInt32LittleEndian(notes[8..]);
            int content = 12 + Aligned(nameLength);
            if (type == BuildIdNote && notes[12..].StartsWith("GNU\0"u8)) return notes.Slice(content, length).ToArray();
            notes = notes[Math.Min(notes.Length, content + Aligned(length))..];
        }

        return null;
    }

    private static int Aligned(int length) => (length + 3) & ~3;

    private static byte[] At(FileStream file, long offset, int length)
    {
        byte[] bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }
}

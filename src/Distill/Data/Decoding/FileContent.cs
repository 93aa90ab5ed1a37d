using System.Buffers;

namespace Distill.Data.Decoding;

/// <summary>A small file in a pooled buffer, which goes back when this is disposed.</summary>
internal readonly struct FileContent : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _length;

    private FileContent(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <exception cref="DataProblemException">The file is gone or this user may not read it.</exception>
    public static FileContent Read(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            var length = checked((int)RandomAccess.GetLength(handle));
            var content = new FileContent(ArrayPool<byte>.Shared.Rent(length), length);
            for (var read = 0; read < length;)
            {
                var more = RandomAccess.Read(handle, content._buffer.AsSpan(read, length - read), read);
                read += more > 0 ? more : throw new EndOfStreamException("it became shorter while it was read");
            }

            return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OverflowException)
        {
            throw UnreadableFile.Problem(file, exception);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}

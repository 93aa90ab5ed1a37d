using Distill.Artifacts;
using Microsoft.Win32.SafeHandles;

namespace Distill.Pipeline.LabelStreams;

/// <summary>
/// Room on the disk for what was read from a broker. The file has no name, so the kernel frees it with the process, however that ends.
/// </summary>
internal sealed class LabelSpill : IDisposable
{
    private readonly string _folder;
    private readonly Lazy<SafeFileHandle> _file;
    private long _end;

    /// <summary>The file is made at the first write.</summary>
    /// <param name="folder">A folder with room, created when missing.</param>
    public LabelSpill(string folder)
    {
        _folder = folder;
        _file = new(Open, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Sets so many bytes aside and tells where.</summary>
    public long Reserve(int length) => Interlocked.Add(ref _end, length) - length;

    /// <summary>Writes into what was set aside.</summary>
    /// <exception cref="StoreException">The disk refused.</exception>
    public void Write(long position, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file.Value, bytes, position);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw StoreException.Because("keep labels in", _folder, refusal);
        }
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="StoreException">The disk refused.</exception>
    public byte[] Read(long position, int length)
    {
        var bytes = new byte[length];
        try
        {
            for (var have = 0; have < length;)
            {
                var more = RandomAccess.Read(_file.Value, bytes.AsSpan(have), position + have);
                have += more > 0 ? more : throw new IOException("the file is shorter than what was written to it");
            }
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw StoreException.Because("read labels kept in", _folder, refusal);
        }

        return bytes;
    }

    public void Dispose()
    {
        if (_file.IsValueCreated)
        {
            _file.Value.Dispose();
        }
    }

    private SafeFileHandle Open()
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        File.Delete(path);
        return file;
    }
}

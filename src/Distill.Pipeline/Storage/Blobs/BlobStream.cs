using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>
/// A seekable stream over a blob as it was when it was opened. Read from beginning to end it is verified by the SHA-256
/// of the blob, too.
/// </summary>
internal sealed class BlobStream(BlobReader reader, BlobClient blob, string place, long length, ETag version, string? sha256) : Stream
{
    // What is read on and on comes in ever larger pieces; what is read here and there costs little.
    private const int SmallestPiece = 256 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _piece = [];
    private long _pieceStart;
    private int _next = SmallestPiece;
    private long _hashed;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        if (_position < _pieceStart || _position >= _pieceStart + _piece.Length)
        {
            await LoadAsync(buffer.Length, cancellationToken);
        }

        var start = (int)(_position - _pieceStart);
        var count = Math.Min(buffer.Length, _piece.Length - start);
        _piece.AsMemory(start, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private async Task LoadAsync(int wanted, CancellationToken ct)
    {
        var start = _position;
        _next = start == _pieceStart + _piece.Length ? Math.Min(2 * _next, BlobReader.Piece) : SmallestPiece;
        var size = Math.Min(Math.Clamp(wanted, _next, BlobReader.Piece), length - start);
        try
        {
            (_piece, _) = await reader.FetchAsync(blob, place, start, size, version, ct);
        }
        catch (RequestFailedException moved) when (moved.Status is 404 or 412)
        {
            throw new StoreException($"Cannot read on in {place}, because it has been replaced or deleted meanwhile; open it again.", moved) { IsTransient = true };
        }

        _pieceStart = start;
        if (start == _hashed && sha256 is not null)
        {
            _hash.AppendData(_piece);
            _hashed += _piece.Length;
            if (_hashed == length)
            {
                BlobContent.Verify(_hash.GetCurrentHash(), sha256, place);
            }
        }
    }
}

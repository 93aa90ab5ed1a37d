namespace System.IO.Hashing;

/// <summary>The part of the package's type of this name that Azure.Storage.Common calls.</summary>
public abstract class NonCryptographicHashAlgorithm
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Sets the length.</summary>
    /// <param name="hashLengthInBytes">Length of the hash, in bytes.</param>
    protected NonCryptographicHashAlgorithm(int hashLengthInBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hashLengthInBytes);
        HashLengthInBytes = hashLengthInBytes;
    }

    /// <summary>Length of the hash, in bytes.</summary>
    public int HashLengthInBytes { get; }

    /// <summary>Adds content.</summary>
    public abstract void Append(ReadOnlySpan<byte> source);

    /// <summary>Forgets what was added.</summary>
    public abstract void Reset();

    /// <summary>Adds the rest of a stream.</summary>
    public async Task AppendAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var buffer = new byte[BufferSize];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Append(buffer.AsSpan(0, count));
        }
    }

    /// <summary>The hash of what was added so far.</summary>
    public byte[] GetCurrentHash()
    {
        var hash = new byte[HashLengthInBytes];
        GetCurrentHashCore(hash);
        return hash;
    }

    /// <summary>Writes the hash of what was added so far.</summary>
    /// <returns>The number of bytes written.</returns>
    public int GetCurrentHash(Span<byte> destination)
    {
        GetCurrentHashCore(destination[..HashLengthInBytes]);
        return HashLengthInBytes;
    }

    /// <summary>Computes the hash into a span of its length.</summary>
    protected abstract void GetCurrentHashCore(Span<byte> destination);
}

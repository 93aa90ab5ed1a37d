using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Distill.Data;

/// <summary>Images that are held decoded in memory, one byte per number.</summary>
internal sealed class MemoryImageSet : ImageSet
{
    private readonly ReadOnlyMemory<byte> _pixels_NHWC;
    private readonly int[] _labels_N;
    private readonly Lazy<string> _digest;

    /// <param name="shape">The shape of each image.</param>
    /// <param name="pixels_NHWC">All images, one after the other.</param>
    /// <param name="labels_N">The class of each image.</param>
    public MemoryImageSet(ImageShape shape, ReadOnlyMemory<byte> pixels_NHWC, int[] labels_N)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels_NHWC.Length, (long)shape.Length * labels_N.Length);
        (Shape, _pixels_NHWC, _labels_N) = (shape, pixels_NHWC, labels_N);
        _digest = new Lazy<string>(ComputeDigest);
    }

    public override ImageShape Shape { get; }

    public override int Count => _labels_N.Length;

    public override IReadOnlyList<int> Labels => _labels_N;

    public override string Digest => _digest.Value;

    public override void Read(int sample, Span<byte> pixels_HWC)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels_HWC.Length, Shape.Length);
        _pixels_NHWC.Span.Slice(sample * Shape.Length, Shape.Length).CopyTo(pixels_HWC);
    }

    private string ComputeDigest()
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(Encoding.UTF8.GetBytes($"pixels/1 {Shape} {Count}\n"));
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (var label in _labels_N)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, label);
            sha256.AppendData(bytes);
        }

        sha256.AppendData(_pixels_NHWC.Span);
        return Convert.ToHexStringLower(sha256.GetHashAndReset());
    }
}

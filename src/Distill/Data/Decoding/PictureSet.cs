using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Distill.Data.Decoding;

/// <summary>Images that stay in their PNG or JPEG files and are decoded at each reading.</summary>
internal sealed class PictureSet : ImageSet
{
    private readonly string[] _files_N;
    private readonly int[] _labels_N;
    private readonly bool _resize;
    private readonly string _model;
    private readonly Lazy<string> _digest;
    private readonly ConcurrentDictionary<int, Resampler> _resamplers = new();

    /// <param name="files_N">The file of each image.</param>
    /// <param name="labels_N">The class of each image.</param>
    /// <param name="shape">The shape that all must have, or are brought to.</param>
    /// <param name="resize">Whether other sizes are brought to the (square) shape.</param>
    /// <param name="model">The file whose size the others are compared with.</param>
    public PictureSet(string[] files_N, int[] labels_N, ImageShape shape, bool resize, string model)
    {
        (_files_N, _labels_N, Shape, _resize, _model) = (files_N, labels_N, shape, resize, model);
        _digest = new Lazy<string>(ComputeDigest);
    }

    public override ImageShape Shape { get; }

    public override int Count => _files_N.Length;

    public override IReadOnlyList<int> Labels => _labels_N;

    public override string Digest => _digest.Value;

    public override void Read(int sample, Span<byte> pixels_HWC)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels_HWC.Length, Shape.Length);
        var file = _files_N[sample];
        using var content = FileContent.Read(file);
        var (width, height) = CheckedSize(content.Bytes, file);
        if (!_resize)
        {
            PictureFile.Decode(content.Bytes, pixels_HWC, file);
            return;
        }

        var length = width * height * PictureFile.Channels;
        var picture = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            PictureFile.Decode(content.Bytes, picture.AsSpan(0, length), file);
            _resamplers
                .GetOrAdd(Math.Min(width, height), (side, target) => new Resampler(side, target), Shape.Width)
                .Resample(picture.AsSpan(0, length), width, height, pixels_HWC);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(picture);
        }
    }

    private (int Width, int Height) CheckedSize(ReadOnlySpan<byte> content, string file)
    {
        var size = PictureFile.ReadSize(content, file);
        if (!_resize && size != (Shape.Width, Shape.Height))
        {
            throw new DataProblemException(
                $"{file} is {size.Width}x{size.Height} pixels (width x height), but {_model} is {Shape.Width}x{Shape.Height}: "
                + "set dataset.size to bring all pictures to one size.");
        }

        return size;
    }

    /// <summary>
    /// The digest is over the files as they are, which is far cheaper than decoding them all; every header is looked at on the
    /// way, so that a picture of another size is found before any work starts.
    /// </summary>
    private string ComputeDigest()
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(Encoding.UTF8.GetBytes($"pictures/{PictureFile.Version} {Shape} {Count}\n"));
        for (var i = 0; i < Count; i++)
        {
            using var content = FileContent.Read(_files_N[i]);
            CheckedSize(content.Bytes, _files_N[i]);
            sha256.AppendData(Encoding.UTF8.GetBytes($"{_labels_N[i]} {Convert.ToHexStringLower(SHA256.HashData(content.Bytes))}\n"));
        }

        return Convert.ToHexStringLower(sha256.GetHashAndReset());
    }
}

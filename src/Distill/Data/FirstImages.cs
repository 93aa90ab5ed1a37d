using System.Security.Cryptography;
using System.Text;

namespace Distill.Data;

/// <summary>The first images of a longer set.</summary>
internal sealed class FirstImages(ImageSet images, int count) : ImageSet
{
    public override ImageShape Shape => images.Shape;

    public override int Count => count;

    public override IReadOnlyList<int> Labels { get; } = [.. images.Labels.Take(count)];

    public override string Digest => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"first/1 {count} of {images.Digest}")));

    public override void Read(int sample, Span<byte> pixels_HWC)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sample, (uint)count, nameof(sample));
        images.Read(sample, pixels_HWC);
    }
}

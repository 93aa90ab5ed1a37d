using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Distill.Data;

/// <summary>Some images of a longer set, in an order of their own.</summary>
/// <param name="images">The longer set.</param>
/// <param name="positions">Positions in it.</param>
/// <param name="called">How they were picked, for the digest.</param>
internal sealed class PickedImages(ImageSet images, int[] positions, string called) : ImageSet
{
    public override ImageShape Shape => images.Shape;

    public override int Count => positions.Length;

    public override IReadOnlyList<int> Labels { get; } = [.. positions.Select(position => images.Labels[position])];

    public override string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"picked/1 {called} of {images.Digest}"))));

    public override void Read(int sample, Span<byte> pixels_HWC) => images.Read(positions[sample], pixels_HWC);
}

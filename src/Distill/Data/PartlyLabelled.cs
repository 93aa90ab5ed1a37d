using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Distill.Data;

/// <summary>Images of which some only keep their label; the others have <see cref="ImageSet.Unlabelled"/> in its place.</summary>
internal sealed class PartlyLabelled : ImageSet
{
    // Keeps this choice apart from everything else that is drawn; the same images are labelled in every job.
    private const ulong Seed = 0x4c61_6265_6c6c_6564;

    private readonly ImageSet _images;
    private readonly int _count;

    /// <param name="images">Images that all have a label.</param>
    /// <param name="count">How many keep it, as many of each class as of any other where there are enough.</param>
    public PartlyLabelled(ImageSet images, int count)
    {
        (_images, _count) = (images, count);
        var kept = Permutations.Shuffle(Seed, 0, images.Count)
            .Where(position => images.Labels[position] != Unlabelled)
            .GroupBy(position => images.Labels[position])
            .SelectMany(same => same.Select((position, turn) => (Position: position, Turn: turn, Class: same.Key)))
            .OrderBy(picked => picked.Turn).ThenBy(picked => picked.Class)
            .Take(count).Select(picked => picked.Position).ToHashSet();
        Labels = [.. images.Labels.Select((label, position) => kept.Contains(position) ? label : Unlabelled)];
    }

    public override ImageShape Shape => _images.Shape;

    public override int Count => _images.Count;

    public override IReadOnlyList<int> Labels { get; }

    public override string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"labelled/1 {_count} of {_images.Digest}"))));

    public override void Read(int sample, Span<byte> pixels_HWC) => _images.Read(sample, pixels_HWC);
}

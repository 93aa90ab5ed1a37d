using Distill.Data;
using Distill.Jobs;

namespace Distill.Benchmarks.Table;

/// <summary>Images of noise in the shape of CIFAR-10: time does not depend on what is on them.</summary>
internal static class RandomImages
{
    public static ImageShape Shape { get; } = new(3, 32, 32);

    /// <summary>The usual augmentation of such images.</summary>
    public static Augmentation CropAndFlip { get; } =
        Augmentations.Parse([new AugmentSpec { Kind = "crop", Amount = 4 }, new AugmentSpec { Kind = "flip" }], Shape);

    public static Dataset Dataset(int count)
    {
        var images = Images(count);
        return new Dataset("noise", images, Images(10), [.. Enumerable.Range(0, 10).Select(label => $"{label}")]);
    }

    private static MemoryImageSet Images(int count)
    {
        var random = new Random(count);
        var pixels_NHWC = new byte[count * Shape.Length];
        random.NextBytes(pixels_NHWC);
        return new MemoryImageSet(Shape, pixels_NHWC, [.. Enumerable.Range(0, count).Select(i => i % 10)]);
    }
}

using Distill.Data;
using Distill.Jobs;
using Distill.Randomness;

namespace Distill.Tests.Data;

/// <summary>Images whose pixels are random but always the same, and short ways to render them.</summary>
internal static class SomeImages
{
    public static readonly ImageShape Small = new(3, 5, 7);

    /// <summary>A normalisation that keeps bytes recognisable: a pixel p becomes p / 255.</summary>
    public static Normalization Identity(int channels) =>
        new([.. Enumerable.Repeat(0f, channels)], [.. Enumerable.Repeat(1f, channels)]);

    public static MemoryImageSet Of(ImageShape shape, int count = 3)
    {
        var pixels_NHWC = new byte[count * shape.Length];
        for (var i = 0; i < pixels_NHWC.Length; i++)
        {
            pixels_NHWC[i] = (byte)CounterRandom.Bits(77, 0, (ulong)i);
        }

        return new MemoryImageSet(shape, pixels_NHWC, [.. Enumerable.Range(0, count).Select(i => i % 2)]);
    }

    public static Augmentation Augment(ImageShape shape, params AugmentSpec[] steps) => Augmentations.Parse(steps, shape);

    public static ViewRenderer Renderer(ImageSet images, Augmentation augmentation, ulong seed = 5, Normalization? normalization = null) =>
        new(images, normalization ?? Identity(images.Shape.Channels), augmentation, seed);

    public static byte[] Bytes(ImageSet images, int sample)
    {
        var pixels_HWC = new byte[images.Shape.Length];
        images.Read(sample, pixels_HWC);
        return pixels_HWC;
    }

    public static float[] Render(ViewRenderer renderer, int view, int sample)
    {
        var pixels_HWC = new float[renderer.Shape.Length];
        renderer.Render(view, sample, pixels_HWC);
        return pixels_HWC;
    }

    /// <summary>The bytes that a view of a sample shows, with the identity normalisation taken back.</summary>
    public static byte[] View(ImageSet images, Augmentation augmentation, int view, int sample) =>
        [.. Render(Renderer(images, augmentation), view, sample).Select(value => (byte)MathF.Round(value * 255f))];
}

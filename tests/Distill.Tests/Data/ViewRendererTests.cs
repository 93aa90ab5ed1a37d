using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Distill.Data;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Data;

public sealed class ViewRendererTests
{
    private static readonly ImageShape s_cifar = new(3, 32, 32);

    /// <summary>Pixels that teachers and students made apart from each other must agree for ever; this text is the proof.</summary>
    [Fact]
    public void The_pixels_of_every_step_never_change()
    {
        AugmentSpec[] all = [.. Augmentations.Kinds.Select(kind => new AugmentSpec { Kind = kind })];
        AugmentSpec[][] series =
        [
            [], .. all.Select(step => new[] { step }), [all[0], all[1]], [all[0], all[1], all[2]], [all[1], all[5], all[3]],
            [all[4], all[1], all[4]], all, [.. all.Reverse()],
        ];
        var text = new StringBuilder();
        foreach (var shape in new[] { s_cifar, new ImageShape(1, 8, 8), SomeImages.Small })
        {
            var images = SomeImages.Of(shape, count: 16);
            var normalization = PixelStatistics.Of(images);
            text.AppendLine($"{shape}");
            foreach (var steps in series)
            {
                var renderer = new ViewRenderer(images, normalization, SomeImages.Augment(shape, steps), seed: 1);
                text.AppendLine($"  {HashOf(renderer, views: 4)}  {renderer.Canonical[renderer.Canonical.IndexOf("augment", StringComparison.Ordinal)..]}");
            }
        }

        Approved.Verify(text.ToString(), "Data/views");
    }

    [Fact]
    public void Normalisation_is_the_arithmetic_of_PyTorch()
    {
        var normalization = new Normalization([0.4914f, 0.4822f, 0.4465f], [0.2023f, 0.1994f, 0.2010f]);
        var images = SomeImages.Of(s_cifar);
        var rendered = SomeImages.Render(SomeImages.Renderer(images, Augmentation.None, 5, normalization), ViewRenderer.Plain, 2);
        var pixels = SomeImages.Bytes(images, 2);
        for (var i = 0; i < pixels.Length; i++)
        {
            var scaled = (float)pixels[i] / 255f;
            var centred = scaled - normalization.Mean[i % 3];
            Assert.Equal(centred / normalization.Std[i % 3], rendered[i]);
        }
    }

    [Fact]
    public void The_plain_view_is_not_augmented_and_others_differ_by_view_sample_and_seed()
    {
        var images = new MemoryImageSet(s_cifar, Enumerable.Range(0, 2).SelectMany(_ => SomeImages.Bytes(SomeImages.Of(s_cifar), 0)).ToArray(), [0, 0]);
        var crop = SomeImages.Augment(s_cifar, new AugmentSpec { Kind = "crop" }, new AugmentSpec { Kind = "rotate" });
        var renderer = SomeImages.Renderer(images, crop);
        float[][] views =
        [
            SomeImages.Render(renderer, ViewRenderer.Plain, 0), SomeImages.Render(renderer, 0, 0), SomeImages.Render(renderer, 1, 0),
            SomeImages.Render(renderer, 0, 1), SomeImages.Render(SomeImages.Renderer(images, crop, seed: 6), 0, 0),
        ];

        Assert.Equal(5, views.Select(view => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(view)))).Distinct().Count());
        Assert.Equal(SomeImages.Render(SomeImages.Renderer(images, Augmentation.None), 9, 0), views[0]);
        Assert.Equal(views[3], SomeImages.Render(renderer, 0, 1));
    }

    [Fact]
    public void Rendering_allocates_nothing()
    {
        var images = SomeImages.Of(s_cifar);
        AugmentSpec[] all = [.. Augmentations.Kinds.Select(kind => new AugmentSpec { Kind = kind })];
        var renderer = SomeImages.Renderer(images, SomeImages.Augment(s_cifar, all));
        var pixels_HWC = new float[s_cifar.Length];
        renderer.Render(0, 0, pixels_HWC);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var view = 0; view < 100; view++)
        {
            renderer.Render(view, view % 3, pixels_HWC);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void The_canonical_text_names_normalisation_and_steps()
    {
        var renderer = SomeImages.Renderer(
            SomeImages.Of(s_cifar), SomeImages.Augment(s_cifar, new AugmentSpec { Kind = "flip" }), 5, new([0.1f, 0.2f, 0.3f], [1, 0.5f, 0.25f]));

        Assert.Equal("views/1 mean=0.1,0.2,0.3 std=1,0.5,0.25 augment/1 flip(p=0.5)", renderer.Canonical);
    }

    [Fact]
    public void What_does_not_exist_is_not_rendered()
    {
        var renderer = SomeImages.Renderer(SomeImages.Of(s_cifar, count: 3), Augmentation.None);
        var pixels_HWC = new float[s_cifar.Length];

        Assert.Throws<ArgumentOutOfRangeException>(() => renderer.Render(0, 3, pixels_HWC));
        Assert.Throws<ArgumentOutOfRangeException>(() => renderer.Render(0, -1, pixels_HWC));
        Assert.Throws<ArgumentOutOfRangeException>(() => renderer.Render(-2, 0, pixels_HWC));
        Assert.Throws<ArgumentOutOfRangeException>(() => renderer.Render(0, 0, pixels_HWC.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SomeImages.Renderer(SomeImages.Of(s_cifar), Augmentation.None, 5, SomeImages.Identity(1)));
    }

    private static string HashOf(ViewRenderer renderer, int views)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var view in Enumerable.Range(0, views))
        {
            foreach (var sample in Enumerable.Range(0, renderer.Count))
            {
                sha256.AppendData(MemoryMarshal.AsBytes<float>(SomeImages.Render(renderer, view, sample)));
            }
        }

        return Convert.ToHexStringLower(sha256.GetHashAndReset());
    }
}

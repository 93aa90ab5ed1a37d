using System.Text;
using Distill.Data;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly ImageShape s_cifar = new(3, 32, 32);

    [Fact]
    public void The_canonical_text_spells_out_every_default()
    {
        AugmentSpec[] steps = [.. Augmentations.Kinds.Select(kind => new AugmentSpec { Kind = kind })];

        Assert.Equal("augment/1 none", SomeImages.Augment(s_cifar).Canonical);
        Assert.Equal(
            "augment/1 crop(4,p=1) flip(p=0.5) cutout(8,p=1) erase(0.33,p=0.5) translate(4,p=1) rotate(10,p=1)",
            SomeImages.Augment(s_cifar, steps).Canonical);
        Assert.Equal(
            "augment/1 crop(1,p=1) flip(p=0.5) cutout(2,p=1) erase(0.33,p=0.5) translate(1,p=1) rotate(10,p=1)",
            SomeImages.Augment(new ImageShape(1, 8, 8), steps).Canonical);
    }

    [Fact]
    public void A_step_that_does_not_fit_is_told_in_one_sentence()
    {
        AugmentSpec[] steps =
        [
            new() { Kind = "posterize" }, new() { Kind = "crop", Amount = 32 }, new() { Kind = "crop", Amount = 2.5 },
            new() { Kind = "cutout", Amount = 0 }, new() { Kind = "erase", Amount = 1.5 }, new() { Kind = "rotate", Amount = double.NaN },
            new() { Kind = "flip", Probability = 2 }, new() { Kind = "translate", Amount = -1 },
        ];
        var sentences = new StringBuilder();
        foreach (var step in steps)
        {
            sentences.AppendLine(Assert.Throws<DataProblemException>(() => SomeImages.Augment(s_cifar, step)).Message + "\n");
        }

        Approved.Verify(sentences.ToString(), "Data/faults-augment");
    }

    [Fact]
    public void A_crop_is_a_random_window_of_the_zero_padded_image()
    {
        var images = SomeImages.Of(SomeImages.Small, count: 200);
        var crop = SomeImages.Augment(images.Shape, new AugmentSpec { Kind = "crop", Amount = 2 });
        var seen = new HashSet<(int, int)>();
        for (var sample = 0; sample < images.Count; sample++)
        {
            var view = SomeImages.View(images, crop, 0, sample);
            var windows = from right in Enumerable.Range(-2, 5)
                          from down in Enumerable.Range(-2, 5)
                          where view.SequenceEqual(Window(SomeImages.Bytes(images, sample), right, down))
                          select (right, down);
            seen.Add(Assert.Single(windows));
        }

        Assert.Equal(25, seen.Count);

        static byte[] Window(byte[] pixels, int right, int down)
        {
            var (height, width) = (SomeImages.Small.Height, SomeImages.Small.Width);
            var padded = new byte[(height + 4) * (width + 4) * 3];
            for (var y = 0; y < height; y++)
            {
                pixels.AsSpan(y * width * 3, width * 3).CopyTo(padded.AsSpan(((y + 2) * (width + 4) + 2) * 3));
            }

            return [.. Enumerable.Range(0, height).SelectMany(y => padded.Skip(((y + 2 + down) * (width + 4) + 2 + right) * 3).Take(width * 3))];
        }
    }

    [Fact]
    public void Half_of_the_samples_are_flipped_and_others_in_each_view()
    {
        var images = SomeImages.Of(SomeImages.Small, count: 1000);
        var flip = SomeImages.Augment(images.Shape, new AugmentSpec { Kind = "flip" });
        var flipped = new bool[2, 1000];
        foreach (var view in new[] { 0, 1 })
        {
            for (var sample = 0; sample < images.Count; sample++)
            {
                var pixels = SomeImages.Bytes(images, sample);
                var mirrored = pixels.Chunk(21).SelectMany(row => row.Chunk(3).Reverse().SelectMany(pixel => pixel)).ToArray();
                var rendered = SomeImages.View(images, flip, view, sample);
                flipped[view, sample] = rendered.SequenceEqual(mirrored);
                Assert.True(flipped[view, sample] || rendered.SequenceEqual(pixels));
            }
        }

        var samples = Enumerable.Range(0, 1000);
        Assert.InRange(samples.Count(sample => flipped[0, sample]), 450, 550);
        Assert.InRange(samples.Count(sample => flipped[0, sample] != flipped[1, sample]), 450, 550);
    }

    [Fact]
    public void Cutout_covers_one_clipped_square_with_the_mean_colour()
    {
        var images = SomeImages.Of(s_cifar, count: 50);
        var normalization = new Normalization([0.25f, 0.5f, 0.75f], [0.5f, 0.5f, 0.5f]);
        var cutout = SomeImages.Renderer(images, SomeImages.Augment(s_cifar, new AugmentSpec { Kind = "cutout", Amount = 9 }), 5, normalization);
        var plain = SomeImages.Renderer(images, Augmentation.None, 5, normalization);
        for (var sample = 0; sample < images.Count; sample++)
        {
            var (left, top, right, bottom, changed) = Difference(SomeImages.Render(plain, 0, sample), SomeImages.Render(cutout, 0, sample));
            Assert.True(right - left <= 9 && bottom - top <= 9);
            Assert.True(right - left == 9 || left == 0 || right == 32);
            Assert.Equal((right - left) * (bottom - top), changed.Count);
            Assert.All(changed, pixel => Assert.All(pixel, value => Assert.InRange(value, -0.01f, 0.01f)));
        }
    }

    [Fact]
    public void Erasing_covers_a_rectangle_of_the_stated_share_in_half_of_the_samples()
    {
        var images = SomeImages.Of(s_cifar, count: 400);
        var erase = SomeImages.Renderer(images, SomeImages.Augment(s_cifar, new AugmentSpec { Kind = "erase" }));
        var plain = SomeImages.Renderer(images, Augmentation.None);
        var erased = 0;
        for (var sample = 0; sample < images.Count; sample++)
        {
            var (left, top, right, bottom, changed) = Difference(SomeImages.Render(plain, 0, sample), SomeImages.Render(erase, 0, sample));
            if (changed.Count > 0)
            {
                erased++;
                Assert.InRange(changed.Count / 1024.0, 0.01, 0.37);
                Assert.InRange((double)(right - left) / (bottom - top), 1 / 4.5, 4.5);
            }
        }

        Assert.InRange(erased, 160, 240);
    }

    [Fact]
    public void An_augmentation_of_nothing_leaves_all_views_alike()
    {
        var images = SomeImages.Of(SomeImages.Small);
        var never = SomeImages.Augment(images.Shape, new AugmentSpec { Kind = "rotate", Probability = 0 }, new AugmentSpec { Kind = "rotate", Amount = 0 });

        Assert.Equal(SomeImages.Bytes(images, 1), SomeImages.View(images, Augmentation.None, 3, 1));
        Assert.Equal(SomeImages.Bytes(images, 1), SomeImages.View(images, never, 3, 1));
    }

    private static (int Left, int Top, int Right, int Bottom, List<float[]> Changed) Difference(float[] before, float[] after)
    {
        var changed = new List<float[]>();
        var (left, top, right, bottom) = (32, 32, 0, 0);
        for (var i = 0; i < before.Length; i += 3)
        {
            var (y, x) = (i / 3 / 32, i / 3 % 32);
            if (!before.AsSpan(i, 3).SequenceEqual(after.AsSpan(i, 3)))
            {
                changed.Add(after[i..(i + 3)]);
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            }
        }

        return (left, top, right, bottom, changed);
    }
}

using Distill.Data;
using Distill.Data.Augmenting;
using Distill.Jobs;
using Xunit;

namespace Distill.Tests.Data;

public sealed class MixingTests
{
    private static readonly ImageSet s_images = Datasets.Open(new DatasetSpec { Kind = "digits", TrainLimit = 40 }, ".").Train;
    private static readonly Normalization s_plain = new([0.5f], [0.25f]);

    [Fact]
    public void Mixup_blends_two_augmented_images_of_the_same_view()
    {
        var (mixed, alone) = (Views(new AugmentSpec { Kind = "flip" }, new AugmentSpec { Kind = "mixup", Amount = 0.4 }), Views(new AugmentSpec { Kind = "flip" }));

        for (var sample = 0; sample < s_images.Count; sample++)
        {
            var mix = mixed.MixOf(view: 3, sample)!.Value;
            var (own, other) = (Pixels(alone, 3, sample), Pixels(alone, 3, mix.Partner));
            Assert.All(Pixels(mixed, 3, sample).Index(), p => Assert.Equal((mix.Share * own[p.Index]) + ((1 - mix.Share) * other[p.Index]), p.Item, 4));
        }
    }

    [Fact]
    public void Cutmix_takes_every_pixel_from_one_of_both_in_the_shares_it_says()
    {
        var (mixed, alone) = (Views(new AugmentSpec { Kind = "cutmix" }), Views());

        for (var sample = 0; sample < s_images.Count; sample++)
        {
            var mix = mixed.MixOf(view: 0, sample)!.Value;
            var (own, other, pixels) = (Pixels(alone, 0, sample), Pixels(alone, 0, mix.Partner), Pixels(mixed, 0, sample));
            var pasted = 0;
            for (var i = 0; i < pixels.Length; i++)
            {
                var inside = InBox(mix.Box, i);
                Assert.Equal(inside ? other[i] : own[i], pixels[i]);
                pasted += inside ? 1 : 0;
            }

            Assert.Equal(1 - ((double)pasted / pixels.Length), mix.Share, 9);
        }
    }

    [Fact]
    public void Shares_follow_the_distribution_that_was_asked_for()
    {
        var uneven = Shares(new AugmentSpec { Kind = "mixup", Amount = 0.2 });
        var even = Shares(new AugmentSpec { Kind = "mixup", Amount = 1 });

        Assert.InRange(uneven.Average(), 0.4, 0.6);
        Assert.InRange(even.Average(), 0.45, 0.55);
        // Var Beta(a, a) = 1 / (4 (2a + 1)): 0.179 and 0.083.
        Assert.InRange(Variance(uneven), 0.16, 0.2);
        Assert.InRange(Variance(even), 0.07, 0.095);
    }

    [Fact]
    public void The_plain_view_is_never_mixed_and_a_chance_leaves_some_samples_alone()
    {
        var views = Views(new AugmentSpec { Kind = "mixup", Probability = 0.5 });
        var mixed = Enumerable.Range(0, s_images.Count).Count(sample => views.MixOf(1, sample) is not null);

        Assert.Null(views.MixOf(ViewRenderer.Plain, 0));
        Assert.InRange(mixed, 10, 30);
    }

    [Fact]
    public void It_is_part_of_the_canonical_line_and_comes_last()
    {
        Assert.Equal("augment/1 flip(p=0.5) mixup(0.2,p=1)", Parse(new AugmentSpec { Kind = "flip" }, new AugmentSpec { Kind = "mixup" }).Canonical);
        Assert.Equal("augment/1 cutmix(1,p=0.5)", Parse(new AugmentSpec { Kind = "cutmix", Probability = 0.5 }).Canonical);
        Assert.EndsWith("put it last, and only one of mixup and cutmix.", Assert.Throws<DataProblemException>(
            () => Parse(new AugmentSpec { Kind = "mixup" }, new AugmentSpec { Kind = "flip" })).Message);
        Assert.Contains("alpha 3", Assert.Throws<DataProblemException>(() => Parse(new AugmentSpec { Kind = "mixup", Amount = 3 })).Message);
    }

    private static double[] Shares(AugmentSpec spec)
    {
        var views = Views(spec);
        return [.. from view in Enumerable.Range(0, 50) from sample in Enumerable.Range(0, s_images.Count) select views.MixOf(view, sample)!.Value.Share];
    }

    private static double Variance(double[] values) => values.Average(v => v * v) - Math.Pow(values.Average(), 2);

    private static bool InBox(Mixing.Box box, int pixel)
    {
        var (y, x) = Math.DivRem(pixel, s_images.Shape.Width);
        return x >= box.Left && x < box.Left + box.Width && y >= box.Top && y < box.Top + box.Height;
    }

    private static Augmentation Parse(params AugmentSpec[] specs) => Augmentations.Parse(specs, s_images.Shape);

    private static ViewRenderer Views(params AugmentSpec[] specs) => new(s_images, s_plain, Parse(specs), seed: 9);

    private static float[] Pixels(ViewRenderer views, int view, int sample)
    {
        var pixels = new float[views.Shape.Length];
        views.Render(view, sample, pixels);
        return pixels;
    }
}

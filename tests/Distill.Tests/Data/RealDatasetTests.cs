using Distill.Data;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Data;

public sealed class RealDatasetTests
{
    [Fact]
    public void The_bundled_digits_are_the_published_ones()
    {
        var digits = Open("digits", null);

        Assert.Equal((1437, 360), (digits.Train.Count, digits.Test.Count));
        Assert.Equal("1x8x8", digits.Train.Shape.ToString());
        Assert.Equal(
            [178, 182, 177, 183, 181, 182, 181, 179, 174, 180],
            CountsOf([.. digits.Train.Labels, .. digits.Test.Labels], 10));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], digits.Classes);

        // 16 ink steps became 255 grey steps; back again they sum up to the published figure.
        var ink = AllPixels(digits.Train).Concat(AllPixels(digits.Test)).Sum(pixel => (pixel * 16 + 127) / 255);
        Assert.Equal(561_718, ink);
        Assert.Equal("9aa788bef8d18d68", digits.Digest[..16]);
    }

    [Fact]
    public void Every_fifth_digit_from_the_first_is_held_out()
    {
        var digits = Open("digits", null);

        // The published rows start 0 1 2 3 4 5 6 7 8 9 0 1 2 ...
        Assert.Equal([0, 5, 0, 5], digits.Test.Labels.Take(4));
        Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9, 1, 2], digits.Train.Labels.Take(10));
    }

    [Fact]
    public void Cifar_10_has_its_published_labels_and_about_its_published_mean()
    {
        var cifar = Open("cifar10", SharedData.Require("cifar10"));

        Assert.Equal(10_000, cifar.Train.Count);
        Assert.Equal("3x32x32", cifar.Train.Shape.ToString());
        Assert.Equal(Enumerable.Repeat(1000, 10), CountsOf(cifar.Test.Labels, 10));
        Assert.Equal("airplane automobile bird cat deer dog frog horse ship truck", string.Join(' ', cifar.Classes));
        Assert.All(
            cifar.Normalization.Mean.Zip([0.4914f, 0.4822f, 0.4465f]), pair => Assert.InRange(pair.First, pair.Second - 0.01, pair.Second + 0.01));
        Assert.All(
            cifar.Normalization.Std.Zip([0.2470f, 0.2435f, 0.2616f]), pair => Assert.InRange(pair.First, pair.Second - 0.01, pair.Second + 0.01));
    }

    [Fact]
    public void Cifar_100_counts_fine_labels()
    {
        var cifar = Open("cifar100", SharedData.Require("cifar100"));

        Assert.Equal((10_000, 10_000), (cifar.Train.Count, cifar.Test.Count));
        Assert.Equal(Enumerable.Repeat(100, 100), CountsOf(cifar.Test.Labels, 100));
        Assert.Equal(("apple", "worm", 100), (cifar.Classes[0], cifar.Classes[99], cifar.Classes.Count));
    }

    [Fact]
    public void Fashion_Mnist_is_read_from_its_packed_files()
    {
        var fashion = Open("idx", SharedData.Require("fashion-mnist"));

        Assert.Equal((60_000, 10_000), (fashion.Train.Count, fashion.Test.Count));
        Assert.Equal("1x28x28", fashion.Train.Shape.ToString());
        Assert.Equal(Enumerable.Repeat(6000, 10), CountsOf(fashion.Train.Labels, 10));

        // The published statistics of its 47,040,000 training pixels.
        Assert.Equal(0.2860, fashion.Normalization.Mean[0], 4);
        Assert.Equal(0.3530, fashion.Normalization.Std[0], 4);
    }

    private static Dataset Open(string kind, string? folder) => Datasets.Open(new DatasetSpec { Kind = kind, Path = folder }, "");

    private static IEnumerable<int> CountsOf(IReadOnlyList<int> labels, int classes) =>
        Enumerable.Range(0, classes).Select(label => labels.Count(other => other == label));

    private static IEnumerable<int> AllPixels(ImageSet images)
    {
        var pixels = new byte[images.Shape.Length];
        for (var sample = 0; sample < images.Count; sample++)
        {
            images.Read(sample, pixels);
            foreach (var pixel in pixels)
            {
                yield return pixel;
            }
        }
    }
}

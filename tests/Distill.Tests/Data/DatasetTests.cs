using Distill.Data;
using Distill.Data.Formats;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Data;

public sealed class DatasetTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_digest_follows_every_pixel_label_shape_and_class_name()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6, 7, 8], otherPixels = [1, 2, 3, 4, 5, 6, 7, 9];
        var (shape, wide) = (new ImageShape(1, 2, 2), new ImageShape(1, 1, 4));
        Dataset[] datasets =
        [
            Of(shape, pixels, [0, 1], "a"), Of(shape, otherPixels, [0, 1], "a"), Of(shape, pixels, [1, 0], "a"), Of(wide, pixels, [0, 1], "a"),
            Of(shape, pixels, [0, 1], "b"), new("x", Of(shape, pixels, [0, 1], "a").Train, Of(shape, otherPixels, [0, 1], "a").Test, ["a"]),
        ];

        Assert.Equal(datasets.Length, datasets.Select(dataset => dataset.Digest).Distinct().Count());
        Assert.Equal(datasets[0].Digest, Of(shape, [.. pixels], [0, 1], "a").Digest);
        Assert.Matches("^[0-9a-f]{64}$", datasets[0].Digest);

        static Dataset Of(ImageShape shape, byte[] pixels, int[] labels, string name) =>
            new("x", new MemoryImageSet(shape, pixels, labels), new MemoryImageSet(shape, pixels, labels), [name]);
    }

    [Fact]
    public void A_training_limit_takes_the_first_samples_and_changes_the_digest()
    {
        var all = Datasets.Open(new DatasetSpec { Kind = "digits" }, "");
        var some = Datasets.Open(new DatasetSpec { Kind = "digits", TrainLimit = 10 }, "");

        Assert.Equal((10, 360), (some.Train.Count, some.Test.Count));
        Assert.Equal(all.Train.Labels.Take(10), some.Train.Labels);
        Assert.Equal(SomeImages.Bytes(all.Train, 9), SomeImages.Bytes(some.Train, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => SomeImages.Bytes(some.Train, 10));
        Assert.NotEqual(all.Digest, some.Digest);
        Assert.Equal(all.Digest, Datasets.Open(new DatasetSpec { Kind = "digits", TrainLimit = 5000 }, "").Digest);
    }

    [Fact]
    public void A_stated_normalisation_replaces_the_computed_one()
    {
        var stated = new Normalization([0.5f], [0.25f]);

        Assert.Same(stated, Datasets.Open(new DatasetSpec { Kind = "digits", Normalization = stated }, "").Normalization);
        Assert.NotEqual(0.5f, Datasets.Open(new DatasetSpec { Kind = "digits" }, "").Normalization.Mean[0]);
    }

    [Fact]
    public void Idx_files_may_be_packed_or_plain_and_classes_may_have_names()
    {
        foreach (var prefix in new[] { "train", "t10k" })
        {
            _folder.Write($"{prefix}-images-idx3-ubyte.gz", SampleFiles.Gzip(SampleFiles.Idx([2, 1, 3], [1, 2, 3, 4, 5, 6])));
            _folder.Write($"{prefix}-labels-idx1-ubyte", SampleFiles.Idx([2], [1, 0]));
        }

        _folder.Write("classes.txt", SampleFiles.Text("shirt", "shoe", "bag"));
        var dataset = Datasets.Open(new DatasetSpec { Kind = "idx", Path = "." }, _folder.Path);

        Assert.Equal(["shirt", "shoe", "bag"], dataset.Classes);
        Assert.Equal([1, 0], dataset.Train.Labels);
        Assert.Equal([4, 5, 6], SomeImages.Bytes(dataset.Test, 1));
    }

    [Fact]
    public void Cifar_planes_become_interleaved_and_files_follow_their_numbers()
    {
        _folder.Write("batches.meta.txt", SampleFiles.Text("cat", "dog", ""));
        _folder.Write("data_batch_5.bin", SampleFiles.Cifar(1, 1));
        _folder.Write("data_batch_2.bin", SampleFiles.Cifar(1, 0, 0));
        _folder.Write("test_batch.bin", SampleFiles.Cifar(1, 1));
        var dataset = Datasets.Open(new DatasetSpec { Kind = "cifar10", Path = "." }, _folder.Path);

        Assert.Equal([0, 0, 1], dataset.Train.Labels);
        Assert.Equal(Path.GetFileName(_folder.Path), dataset.Name);

        // In the sample file plane c, place p of record i holds the byte 1024 c + p + i.
        var pixels = SomeImages.Bytes(dataset.Train, 1);
        Assert.All(pixels.Index(), pixel => Assert.Equal((byte)(1024 * (pixel.Index % 3) + pixel.Index / 3 + 1), pixel.Item));
    }

    [Fact]
    public void Digits_may_be_written_as_floating_point()
    {
        var row = string.Concat(Enumerable.Repeat("16.0,", 32)) + string.Concat(Enumerable.Repeat("8.0e+00,", 32)) + "7\r\n";
        var digits = DigitsFormat.Parse(row + row, "digits.csv");

        Assert.Equal((1, 1, 7), (digits.Train.Count, digits.Test.Count, digits.Train.Labels[0]));
        Assert.Equal((255, 128), (SomeImages.Bytes(digits.Train, 0)[0], SomeImages.Bytes(digits.Train, 0)[63]));
    }
}

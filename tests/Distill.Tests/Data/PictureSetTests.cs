using Distill.Data;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Data;

public sealed class PictureSetTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public PictureSetTests()
    {
        Picture.Require();
        _folder.Write("train/dog/b.png", SampleFiles.Png(2, 2, 20, 0, 0));
        _folder.Write("train/dog/a.PNG", SampleFiles.Png(2, 2, 10, 0, 0));
        _folder.Write("train/dog/c.png", SampleFiles.Png(2, 2, 30, 0, 0));
        _folder.Write("train/cat/z.jpeg", SampleFiles.Png(2, 2, 40, 0, 0));
        _folder.Write("train/.cache/x.png", SampleFiles.Png(2, 2, 99, 0, 0));
        _folder.Write("train/cat/notes.txt", SampleFiles.Text("no picture"));
        _folder.Write("test/cat/1.png", SampleFiles.Png(2, 2, 50, 0, 0));
        _folder.Write("test/dog/1.png", SampleFiles.Png(2, 2, 60, 0, 0));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Classes_take_turns_in_the_order_of_their_names()
    {
        var dataset = Open();

        Assert.Equal(["cat", "dog"], dataset.Classes);
        Assert.Equal([0, 1, 1, 1], dataset.Train.Labels);
        Assert.Equal([40, 10, 20, 30], Enumerable.Range(0, 4).Select(sample => SomeImages.Bytes(dataset.Train, sample)[0]));
        Assert.Equal([50, 60], Enumerable.Range(0, 2).Select(sample => SomeImages.Bytes(dataset.Test, sample)[0]));
    }

    [Fact]
    public void A_size_brings_every_picture_to_one_square()
    {
        _folder.Write("train/cat/wide.png", SampleFiles.Png(9, 4, 70, 71, 72));
        _folder.Write("train/cat/jpeg.jpg", JpegFiles.RedAndBlue);
        var images = Open(size: 4).Train;

        Assert.Equal("3x4x4", images.Shape.ToString());
        var wide = Enumerable.Range(0, images.Count).Select(sample => SomeImages.Bytes(images, sample)).Single(pixels => pixels[2] == 72);
        Assert.Equal(Enumerable.Repeat<byte[]>([70, 71, 72], 16).SelectMany(pixel => pixel), wide);
    }

    [Fact]
    public void The_digest_follows_contents_classes_and_size_but_not_names_of_files()
    {
        var digest = Open().Digest;
        var sized = Open(size: 3).Digest;
        File.Move(Path.Combine(_folder.Path, "train/cat/z.jpeg"), Path.Combine(_folder.Path, "train/cat/y.jpg"));
        var renamed = Open().Digest;
        _folder.Write("train/cat/y.jpg", SampleFiles.Png(2, 2, 41, 0, 0));
        var changed = Open().Digest;
        Directory.Move(Path.Combine(_folder.Path, "train/dog"), Path.Combine(_folder.Path, "train/fox"));
        Directory.Move(Path.Combine(_folder.Path, "test/dog"), Path.Combine(_folder.Path, "test/fox"));
        var otherClass = Open().Digest;

        Assert.Equal(digest, renamed);
        Assert.Equal(4, new[] { digest, sized, changed, otherClass }.Distinct().Count());
    }

    [Fact]
    public void Many_threads_may_decode_at_once()
    {
        var images = Open(size: 5).Train;
        var expected = Enumerable.Range(0, 4).Select(sample => SomeImages.Bytes(images, sample)).ToArray();

        Parallel.For(0, 200, i => Assert.Equal(expected[i % 4], SomeImages.Bytes(images, i % 4)));
    }

    private Dataset Open(int? size = null) => Datasets.Open(new DatasetSpec { Kind = "images", Path = ".", Size = size }, _folder.Path);
}

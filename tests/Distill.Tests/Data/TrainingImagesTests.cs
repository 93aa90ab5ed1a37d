using Distill.Data;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Data;

public sealed class TrainingImagesTests
{
    private static readonly ImageSet s_all = Datasets.Open(new DatasetSpec { Kind = "digits" }, ".").Train;

    [Fact]
    public void Nothing_asked_for_is_all_of_them_with_the_digest_of_before()
    {
        var (train, validation) = TrainingImages.Of(s_all, Spec());

        Assert.Same(s_all, train);
        Assert.Null(validation);
    }

    [Fact]
    public void Skipping_comes_before_the_limit()
    {
        var (train, _) = TrainingImages.Of(s_all, Spec() with { TrainSkip = 10, TrainLimit = 5 });

        Assert.Equal(s_all.Labels.Skip(10).Take(5), train.Labels);
        Assert.Equal(Pixels(s_all, 12), Pixels(train, 2));
    }

    [Fact]
    public void Held_out_images_are_taken_out_of_training_and_nothing_is_lost()
    {
        var (train, validation) = TrainingImages.Of(s_all, Spec() with { Validation = 100 });

        Assert.Equal((s_all.Count - 100, 100), (train.Count, validation!.Count));
        Assert.Equal(Counts(s_all), Counts(train).Zip(Counts(validation), (a, b) => a + b));
        Assert.Equal(validation.Digest, TrainingImages.Of(s_all, Spec() with { Validation = 100 }).Validation!.Digest);
    }

    [Fact]
    public void Labels_are_left_to_as_many_samples_of_each_class()
    {
        var (train, _) = TrainingImages.Of(s_all, Spec() with { Labelled = 50 });

        Assert.Equal(s_all.Count, train.Count);
        Assert.All(Counts(train), count => Assert.Equal(5, count));
        Assert.All(train.Labels.Index().Where(label => label.Item >= 0), label => Assert.Equal(s_all.Labels[label.Index], label.Item));
        Assert.Equal(Pixels(s_all, 7), Pixels(train, 7));
    }

    [Fact]
    public void Only_images_with_a_label_are_held_out()
    {
        var unlabelled = new PartlyLabelled(s_all, 50);

        var (train, validation) = TrainingImages.Of(unlabelled, Spec() with { Validation = 20 });

        Assert.DoesNotContain(ImageSet.Unlabelled, validation!.Labels);
        Assert.Equal((s_all.Count - 20, 30), (train.Count, train.Labels.Count(label => label >= 0)));
        Assert.StartsWith(
            "dataset.validation is 50, but there are only 50 training images with a label",
            Assert.Throws<DataProblemException>(() => TrainingImages.Of(unlabelled, Spec() with { Validation = 50 })).Message);
    }

    [Fact]
    public void Each_choice_has_a_digest_of_its_own()
    {
        DatasetSpec[] specs = [Spec(), Spec() with { TrainSkip = 1 }, Spec() with { Validation = 1 }, Spec() with { Labelled = 10 }, Spec() with { Labelled = 11 }];

        Assert.Distinct(specs.Select(spec => TrainingImages.Of(s_all, spec).Train.Digest));
    }

    [Fact]
    public void What_leaves_nothing_is_refused()
    {
        Assert.StartsWith("dataset.train_skip is 5000, but there are only 1437", Refusal(Spec() with { TrainSkip = 5000 }));
        Assert.StartsWith("dataset.validation is 9, but there are only 9", Refusal(Spec() with { TrainLimit = 9, Validation = 9 }));
        Assert.StartsWith("dataset.labelled is 10, but only 9", Refusal(Spec() with { TrainLimit = 9, Labelled = 10 }));
        Assert.StartsWith("dataset.unlabelled is a folder of pictures", Assert.Throws<DataProblemException>(() => Datasets.Open(Spec() with { Unlabelled = "more" }, ".")).Message);
    }

    [Fact]
    public void Pictures_of_no_class_come_after_the_others_and_count_as_files_of_the_dataset()
    {
        Picture.Require();
        using var folder = new TemporaryFolder();
        foreach (var part in new[] { "train/a", "train/b", "test/a", "test/b", "more" })
        {
            Directory.CreateDirectory(folder.File(part));
            File.WriteAllBytes(folder.File($"{part}/1.png"), SampleFiles.Png(8, 8, 1, 2, 3));
        }

        var spec = new DatasetSpec { Kind = "images", Path = folder.File(""), Unlabelled = "more" };

        Assert.Equal([0, 1, ImageSet.Unlabelled], Datasets.Open(spec, ".").Train.Labels);
        Assert.Contains(Datasets.FilesOf(spec, "."), file => file.EndsWith("more/1.png", StringComparison.Ordinal));
        Assert.Contains("no folder beside train and test", Assert.Throws<DataProblemException>(() => Datasets.Open(spec with { Unlabelled = "../x" }, ".")).Message);
    }

    private static DatasetSpec Spec() => new() { Kind = "digits" };

    private static string Refusal(DatasetSpec spec) => Assert.Throws<DataProblemException>(() => TrainingImages.Of(s_all, spec)).Message;

    private static int[] Counts(ImageSet images) => [.. Enumerable.Range(0, 10).Select(label => images.Labels.Count(known => known == label))];

    private static byte[] Pixels(ImageSet images, int sample)
    {
        var pixels = new byte[images.Shape.Length];
        images.Read(sample, pixels);
        return pixels;
    }
}

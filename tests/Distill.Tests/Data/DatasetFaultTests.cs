using System.Text;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Data;

/// <summary>Every way in which a dataset can be unusable, and the sentence that a person reads then.</summary>
public sealed class DatasetFaultTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly StringBuilder _sentences = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Faults_of_a_job_are_told_in_one_sentence()
    {
        Fault("unknown kind", () => Open("mnist"));
        Fault("no folder given", () => Datasets.Open(new DatasetSpec { Kind = "idx" }, _folder.Path));
        Fault("absent folder", () => Datasets.Open(new DatasetSpec { Kind = "idx", Path = "nowhere/at-all" }, _folder.Path));
        Fault("a folder for bundled data", () => Open("digits"));
        Fault("a size for data of one size", () => Datasets.Open(new DatasetSpec { Kind = "digits", Size = 32 }, _folder.Path));
        Fault("nothing left", () => Datasets.Open(new DatasetSpec { Kind = "digits", TrainLimit = 0 }, _folder.Path));
        Fault("channels", () => Datasets.Open(new DatasetSpec { Kind = "digits", Normalization = new([0.5f, 0.5f], [1]) }, _folder.Path));
        Fault("deviation", () => Datasets.Open(new DatasetSpec { Kind = "digits", Normalization = new([0.5f], [0]) }, _folder.Path));
        Fault("digits, short row", () => DigitsFormat.Parse("1,2,3\n", "digits.csv.gz"));
        Fault("digits, ink", () => DigitsFormat.Parse(string.Concat(Enumerable.Repeat("17,", 64)) + "1\n", "digits.csv.gz"));
        Fault("digits, digit", () => DigitsFormat.Parse(string.Concat(Enumerable.Repeat("16,", 64)) + "x\n", "digits.csv.gz"));
        Approved.Verify(_sentences.ToString(), "Data/faults-job");
    }

    [Fact]
    public void Faults_of_idx_files_are_told_in_one_sentence()
    {
        Fault("no files", () => Open("idx"));
        WriteIdx("train", [0, 1, 1]);
        WriteIdx("t10k", [0, 1]);
        Assert.Equal(3, Open("idx").Train.Count);

        var images = SampleFiles.Idx([3, 2, 2], new byte[12]);
        Swapped("train-images-idx3-ubyte", [0, 0, 8], "header cut off");
        Swapped("train-images-idx3-ubyte", SampleFiles.Idx([3], [0, 1, 1, .. new byte[99]]), "labels instead of images");
        Swapped("train-labels-idx1-ubyte", images, "images instead of labels");
        Swapped("train-images-idx3-ubyte", images[..^1], "values missing");
        Swapped("train-images-idx3-ubyte", [.. images, 0], "values left over");
        Swapped("train-images-idx3-ubyte", SampleFiles.Idx([0, 2, 2], []), "no samples");
        Swapped("train-images-idx3-ubyte", SampleFiles.Idx([-1, -1, -1], []), "a header that lies");
        Swapped("train-images-idx3-ubyte", SampleFiles.Idx([2, 2, 2], new byte[8]), "fewer images than labels");
        Swapped("t10k-images-idx3-ubyte", SampleFiles.Idx([2, 3, 2], new byte[12]), "test images of another size");
        Swapped("t10k-labels-idx1-ubyte", SampleFiles.Idx([2], [1, 2]), "a test label beyond the training labels");
        Swapped("train-images-idx3-ubyte", SampleFiles.Gzip(images)[..^10], "truncated gzip");
        Swapped("train-images-idx3-ubyte", SampleFiles.Gzip(images)[..^1], "gzip without its last byte");
        Swapped("train-images-idx3-ubyte", [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "no gzip after its magic");
        _folder.Write("classes.txt", SampleFiles.Text("only"));
        Fault("more labels than classes.txt names", () => Open("idx"));
        _folder.Write("classes.txt", SampleFiles.Text("", " "));
        Fault("classes.txt without names", () => Open("idx"));
        _folder.Write("classes.txt", SampleFiles.Text("cat", "cat"));
        Fault("classes.txt with a name twice", () => Open("idx"));
        Approved.Verify(_sentences.ToString(), "Data/faults-idx");
    }

    [Fact]
    public void Faults_of_cifar_files_are_told_in_one_sentence()
    {
        Fault("CIFAR-10, no class names", () => Open("cifar10"));
        _folder.Write("batches.meta.txt", SampleFiles.Text("cat", "dog"));
        Fault("CIFAR-10, no training images", () => Open("cifar10"));
        _folder.Write("data_batch_3.bin", SampleFiles.Cifar(1, 0, 1));
        Fault("CIFAR-10, no test images", () => Open("cifar10"));
        _folder.Write("test_batch.bin", SampleFiles.Cifar(1, 1, 0, 1));
        Assert.Equal((2, 3), (Open("cifar10").Train.Count, Open("cifar10").Test.Count));
        Swapped("data_batch_3.bin", SampleFiles.Cifar(1, 0, 1)[..^1], "CIFAR-10, cut off", "cifar10");
        Swapped("data_batch_3.bin", [], "CIFAR-10, empty", "cifar10");
        Swapped("data_batch_3.bin", SampleFiles.Cifar(1, 0, 2), "CIFAR-10, label out of range", "cifar10");
        Fault("CIFAR-100, no class names", () => Open("cifar100"));
        _folder.Write("fine_label_names.txt", SampleFiles.Text("cat", "dog"));
        Fault("CIFAR-100, no training images", () => Open("cifar100"));
        _folder.Write("train.bin", SampleFiles.Cifar(2, 0, 1));
        _folder.Write("test.bin", SampleFiles.Cifar(2, 0, 1, 9));
        Fault("CIFAR-100, label out of range", () => Open("cifar100"));
        Approved.Verify(_sentences.ToString(), "Data/faults-cifar");
    }

    [Fact]
    public void Faults_of_picture_folders_are_told_in_one_sentence()
    {
        Picture.Require();
        Fault("no train folder", () => Open("images"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "train"));
        Fault("no classes", () => Open("images"));
        var first = _folder.Write("train/cat/1.png", SampleFiles.Png(4, 3, 1, 2, 3));
        Fault("no test folder", () => Open("images"));
        _folder.Write("test/cat/1.png", SampleFiles.Png(4, 3, 1, 2, 3));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "train/dog"));
        Fault("an empty class", () => Open("images"));
        Directory.Delete(Path.Combine(_folder.Path, "train/dog"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "test/dog"));
        Fault("a class that only the test has", () => Open("images"));
        Directory.Delete(Path.Combine(_folder.Path, "test/dog"));
        Fault("a size that is none", () => Datasets.Open(new DatasetSpec { Kind = "images", Path = _folder.Path, Size = 0 }, ""));
        Assert.Equal("3x3x4", Open("images").Train.Shape.ToString());

        var second = _folder.Write("train/cat/2.png", SampleFiles.Png(5, 3, 1, 2, 3));
        Fault("another size", () => Read(1));
        Fault("another size, found by the digest", () => _ = Open("images").Train.Digest);
        BadPicture("an empty file", []);
        BadPicture("no picture", "Hello"u8.ToArray());
        BadPicture("PNG, header cut off", File.ReadAllBytes(first)[..20]);
        BadPicture("PNG, pixels cut off", File.ReadAllBytes(first)[..50]);
        BadPicture("PNG, one bit turned", [.. File.ReadAllBytes(first).Select((value, i) => i == 47 ? (byte)(value ^ 1) : value)]);
        BadPicture("PNG that claims to be huge", SampleFiles.Png(60_000, 50_000, 3, []));
        BadPicture("JPEG, cut off", JpegFiles.RedAndBlue[..^6]);
        BadPicture("JPEG, header only", JpegFiles.RedAndBlue[..40]);
        BadPicture("JPEG of inks", JpegFiles.Inks);
        File.Delete(second);
        var opened = Open("images");
        File.Delete(first);
        Fault("gone since it was listed", () => opened.Train.Read(0, new byte[36]));
        Approved.Verify(_sentences.ToString(), "Data/faults-images");

        void Read(int sample) => Open("images").Train.Read(sample, new byte[36]);

        void BadPicture(string fault, byte[] content)
        {
            _folder.Write("train/cat/2.png", content);
            Fault(fault, () => Read(1));
        }
    }

    private Dataset Open(string kind) => Datasets.Open(new DatasetSpec { Kind = kind, Path = "." }, _folder.Path);

    private void WriteIdx(string prefix, byte[] labels)
    {
        _folder.Write($"{prefix}-images-idx3-ubyte", SampleFiles.Idx([labels.Length, 2, 2], new byte[labels.Length * 4]));
        _folder.Write($"{prefix}-labels-idx1-ubyte", SampleFiles.Idx([labels.Length], labels));
    }

    private void Swapped(string file, byte[] content, string fault, string kind = "idx")
    {
        var good = File.ReadAllBytes(Path.Combine(_folder.Path, file));
        _folder.Write(file, content);
        Fault(fault, () => Open(kind));
        _folder.Write(file, good);
    }

    private void Fault(string fault, Action action)
    {
        var sentence = Assert.Throws<DataProblemException>(action).Message;
        _sentences.AppendLine($"{fault}:\n  {_folder.WithoutPath(sentence)}\n");
    }
}

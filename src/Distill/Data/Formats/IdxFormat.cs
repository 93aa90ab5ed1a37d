using System.Globalization;
using Distill.Jobs;

namespace Distill.Data.Formats;

/// <summary>
/// MNIST and its relatives: four IDX files under their usual names, packed with gzip or not. Classes are called 0, 1, 2...
/// unless the folder holds a <c>classes.txt</c> with one name per line.
/// </summary>
internal sealed class IdxFormat : IDatasetFormat
{
    public string Kind => "idx";

    public Dataset Open(DatasetSpec spec, string baseFolder)
    {
        var folder = DatasetFolder.Of(spec, baseFolder);
        var (trainImages, trainLabels) = ReadPair(folder, "train", "training");
        var (testImages, testLabels) = ReadPair(folder, "t10k", "test");
        if (!trainImages.Dimensions.Skip(1).SequenceEqual(testImages.Dimensions.Skip(1)))
        {
            throw new DataProblemException(
                $"{testImages.Path} has images of {SizeOf(testImages)} pixels, but {trainImages.Path} of {SizeOf(trainImages)}: "
                + "both must come from the same dataset.");
        }

        var classes = ReadClasses(folder, trainLabels, out var source);
        return new Dataset(
            folder.Name, Images(trainImages, trainLabels, classes, source), Images(testImages, testLabels, classes, source), classes);
    }

    public IReadOnlyList<string> FilesOf(DatasetSpec spec, string baseFolder)
    {
        var folder = DatasetFolder.Of(spec, baseFolder);
        string[] files = [ImagesOf(folder, "train", "training"), LabelsOf(folder, "train", "training"), ImagesOf(folder, "t10k", "test"), LabelsOf(folder, "t10k", "test")];
        return File.Exists(ClassesOf(folder)) ? [.. files, ClassesOf(folder)] : files;
    }

    private static string ImagesOf(DatasetFolder folder, string prefix, string part) => Find(folder, $"{part} images", $"{prefix}-images-idx3-ubyte");

    private static string LabelsOf(DatasetFolder folder, string prefix, string part) => Find(folder, $"{part} labels", $"{prefix}-labels-idx1-ubyte");

    private static string ClassesOf(DatasetFolder folder) => Path.Combine(folder.Path, "classes.txt");

    private static (IdxFile Images, IdxFile Labels) ReadPair(DatasetFolder folder, string prefix, string part)
    {
        var images = IdxFile.Read(ImagesOf(folder, prefix, part), rank: 3);
        var labels = IdxFile.Read(LabelsOf(folder, prefix, part), rank: 1);
        if (images.Count != labels.Count)
        {
            throw new DataProblemException(
                $"{images.Path} has {images.Count:N0} images, but {labels.Path} has {labels.Count:N0} labels: both must come from the same dataset.");
        }

        return (images, labels);
    }

    private static string Find(DatasetFolder folder, string what, string name) => folder.Find(what, name + ".gz", name);

    private static string[] ReadClasses(DatasetFolder folder, IdxFile trainLabels, out string source)
    {
        source = ClassesOf(folder);
        if (File.Exists(source))
        {
            return DatasetFolder.ReadClasses(source);
        }

        source = trainLabels.Path;
        var count = 1;
        foreach (var label in trainLabels.Values.Span)
        {
            count = Math.Max(count, label + 1);
        }

        return [.. Enumerable.Range(0, count).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    }

    private static MemoryImageSet Images(IdxFile images, IdxFile labels, string[] classes, string classSource)
    {
        var labels_N = new int[labels.Count];
        for (var i = 0; i < labels_N.Length; i++)
        {
            labels_N[i] = labels.Values.Span[i];
            if (labels_N[i] >= classes.Length)
            {
                throw new DataProblemException(
                    $"{labels.Path} has label {labels_N[i]} for image {i} (unpacked byte {8 + i}), but {classSource} knows only "
                    + $"labels 0 to {classes.Length - 1}: both must come from the same dataset.");
            }
        }

        return new MemoryImageSet(new ImageShape(1, images.Dimensions[1], images.Dimensions[2]), images.Values, labels_N);
    }

    private static string SizeOf(IdxFile images) => $"{images.Dimensions[1]}x{images.Dimensions[2]}";
}

using Distill.Data.Decoding;
using Distill.Jobs;

namespace Distill.Data.Formats;

/// <summary>
/// Pictures in <c>train/CLASS/</c> and <c>test/CLASS/</c>, PNG or JPEG. Classes are in the order of their folders' names,
/// compared by character codes; folders whose name starts with a dot do not count.
/// </summary>
/// <remarks>
/// Samples take turns between the classes (the first picture of each class, then the second of each...), so that the
/// first samples, which <c>train_limit</c> and calibration take, are a fair selection.
/// </remarks>
internal sealed class ImageFolderFormat : IDatasetFormat
{
    private static readonly string[] s_extensions = [".png", ".jpg", ".jpeg"];

    public string Kind => "images";

    public Dataset Open(DatasetSpec spec, string baseFolder)
    {
        if (spec.Size is < 1 or > 4096)
        {
            throw new DataProblemException($"dataset.size is {spec.Size}, which is no side of a picture: give 1 to 4096 pixels.");
        }

        var folder = DatasetFolder.Of(spec, baseFolder);
        var (classes, (trainFiles, trainLabels), (testFiles, testLabels)) = Find(folder);
        var shape = spec.Size is { } side ? new ImageShape(PictureFile.Channels, side, side) : ShapeOf(trainFiles[0]);
        var unlabelled = UnlabelledIn(folder, spec);
        trainFiles = [.. trainFiles, .. unlabelled];
        trainLabels = [.. trainLabels, .. unlabelled.Select(_ => ImageSet.Unlabelled)];
        return new Dataset(
            folder.Name, new PictureSet(trainFiles, trainLabels, shape, spec.Size is not null, trainFiles[0]),
            new PictureSet(testFiles, testLabels, shape, spec.Size is not null, trainFiles[0]), classes);
    }

    public IReadOnlyList<string> FilesOf(DatasetSpec spec, string baseFolder)
    {
        var folder = DatasetFolder.Of(spec, baseFolder);
        var (_, train, test) = Find(folder);
        return [.. train.Files_N, .. UnlabelledIn(folder, spec), .. test.Files_N];
    }

    private static string[] UnlabelledIn(DatasetFolder folder, DatasetSpec spec)
    {
        if (spec.Unlabelled is not { } name)
        {
            return [];
        }

        // Workers get the files of the dataset's own folder, and no others.
        return Path.GetFileName(name) == name && name is not ("." or "..")
            ? PicturesIn(Part(folder, name))
            : throw new DataProblemException($"dataset.unlabelled is '{name}', which is no folder beside train and test: give the name of one in {folder.Path}.");
    }

    private static (string[] Classes, (string[] Files_N, int[] Labels_N) Train, (string[] Files_N, int[] Labels_N) Test) Find(DatasetFolder folder)
    {
        var classes = ClassesOf(Part(folder, "train"));
        var train = FilesOf(Part(folder, "train"), classes);
        CheckTestClasses(Part(folder, "test"), classes);
        return (classes, train, FilesOf(Part(folder, "test"), classes));
    }

    private static string Part(DatasetFolder folder, string name)
    {
        var part = Path.Combine(folder.Path, name);
        return Directory.Exists(part)
            ? part
            : throw new DataProblemException(
                $"There is no folder {part}: put pictures into {name}/CLASS/ under {folder.Path} or correct dataset.path.");
    }

    private static string[] ClassesOf(string part)
    {
        string[] classes =
        [
            .. Directory.EnumerateDirectories(part).Select(path => Path.GetFileName(path))
                .Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal),
        ];
        return classes.Length > 0
            ? classes
            : throw new DataProblemException($"{part} has no classes: put the pictures of each class into a folder of its own there.");
    }

    private static void CheckTestClasses(string part, string[] classes)
    {
        if (ClassesOf(part).Except(classes).FirstOrDefault() is { } unknown)
        {
            throw new DataProblemException(
                $"{Path.Combine(part, unknown)} is a class that the training pictures lack: add train/{unknown} or remove the folder.");
        }
    }

    private static (string[] Files_N, int[] Labels_N) FilesOf(string part, string[] classes)
    {
        var files = classes.SelectMany((name, label) =>
            PicturesIn(Path.Combine(part, name)).Select((file, turn) => (File: file, Turn: turn, Label: label)));
        var ordered = files.OrderBy(picture => picture.Turn).ThenBy(picture => picture.Label).ToArray();
        return ([.. ordered.Select(picture => picture.File)], [.. ordered.Select(picture => picture.Label)]);
    }

    private static string[] PicturesIn(string folder)
    {
        string[] pictures = !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder)
                .Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];
        return pictures.Length > 0
            ? pictures
            : throw new DataProblemException($"{folder} holds no PNG or JPEG picture: add some or remove the class.");
    }

    private static ImageShape ShapeOf(string file)
    {
        using var content = FileContent.Read(file);
        var (width, height) = PictureFile.ReadSize(content.Bytes, file);
        return new ImageShape(PictureFile.Channels, height, width);
    }
}

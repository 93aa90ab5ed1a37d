using Distill.Jobs;

namespace Distill.Data.Formats;

/// <summary>
/// CIFAR-100, binary version: <c>train.bin</c>, <c>test.bin</c> and the class names in <c>fine_label_names.txt</c>. The
/// coarse label of each record is not used.
/// </summary>
internal sealed class Cifar100Format : IDatasetFormat
{
    public string Kind => "cifar100";

    public Dataset Open(DatasetSpec spec, string baseFolder)
    {
        var folder = DatasetFolder.Of(spec, baseFolder);
        var (names, train, test) = Find(folder);
        var classes = DatasetFolder.ReadClasses(names);
        return new Dataset(
            folder.Name, CifarFile.Read([train], labelBytes: 2, classes.Length, names),
            CifarFile.Read([test], labelBytes: 2, classes.Length, names), classes);
    }

    public IReadOnlyList<string> FilesOf(DatasetSpec spec, string baseFolder)
    {
        var (names, train, test) = Find(DatasetFolder.Of(spec, baseFolder));
        return [names, train, test];
    }

    private static (string Names, string Train, string Test) Find(DatasetFolder folder) => (
        folder.Find("class names", "fine_label_names.txt"),
        folder.Find("training images", "train.bin"),
        folder.Find("test images", "test.bin"));
}

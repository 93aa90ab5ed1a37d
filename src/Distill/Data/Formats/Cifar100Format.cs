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
        var names = folder.Find("class names", "fine_label_names.txt");
        var classes = DatasetFolder.ReadClasses(names);
        var train = folder.Find("training images", "train.bin");
        var test = folder.Find("test images", "test.bin");
        return new Dataset(
            folder.Name, CifarFile.Read([train], labelBytes: 2, classes.Length, names),
            CifarFile.Read([test], labelBytes: 2, classes.Length, names), classes);
    }
}

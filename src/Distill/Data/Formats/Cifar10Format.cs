using Distill.Jobs;

namespace Distill.Data.Formats;

/// <summary>
/// CIFAR-10, binary version: <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> (any of them; fewer make a smaller training
/// set), <c>test_batch.bin</c> and the class names in <c>batches.meta.txt</c>.
/// </summary>
internal sealed class Cifar10Format : IDatasetFormat
{
    public string Kind => "cifar10";

    public Dataset Open(DatasetSpec spec, string baseFolder)
    {
        var folder = DatasetFolder.Of(spec, baseFolder);
        var (names, train, test) = Find(folder);
        var classes = DatasetFolder.ReadClasses(names);
        return new Dataset(
            folder.Name, CifarFile.Read(train, labelBytes: 1, classes.Length, names),
            CifarFile.Read([test], labelBytes: 1, classes.Length, names), classes);
    }

    public IReadOnlyList<string> FilesOf(DatasetSpec spec, string baseFolder)
    {
        var (names, train, test) = Find(DatasetFolder.Of(spec, baseFolder));
        return [names, .. train, test];
    }

    private static (string Names, string[] Train, string Test) Find(DatasetFolder folder)
    {
        var names = folder.Find("class names", "batches.meta.txt");
        var batches = Enumerable.Range(1, 5).Select(i => Path.Combine(folder.Path, $"data_batch_{i}.bin")).Where(File.Exists).ToArray();
        return batches.Length > 0
            ? (names, batches, folder.Find("test images", "test_batch.bin"))
            : throw new DataProblemException(
                $"The training images are missing in {folder.Path}: put data_batch_1.bin to data_batch_5.bin, or some of them, there or correct dataset.path.");
    }
}

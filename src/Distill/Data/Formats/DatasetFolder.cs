using Distill.Jobs;

namespace Distill.Data.Formats;

/// <summary>The folder of a dataset, and the sentences for what may be missing in it.</summary>
internal sealed class DatasetFolder
{
    private DatasetFolder(string path) => Path = path;

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The last part of the path, which serves as the name of the dataset.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    public static DatasetFolder Of(DatasetSpec spec, string baseFolder)
    {
        if (string.IsNullOrWhiteSpace(spec.Path))
        {
            throw new DataProblemException($"The {spec.Kind} dataset has no folder: set dataset.path to where its files are.");
        }

        var path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(System.IO.Path.Combine(baseFolder, spec.Path)));
        if (!Directory.Exists(path))
        {
            throw new DataProblemException(
                $"There is no folder {path} for the {spec.Kind} dataset: put its files there or correct dataset.path.");
        }

        return new DatasetFolder(path);
    }

    /// <summary>The first of these files that exists.</summary>
    /// <param name="what">What the file holds, for the sentence when there is none.</param>
    /// <param name="names">File names in the order of preference.</param>
    public string Find(string what, params string[] names) =>
        names.Select(name => System.IO.Path.Combine(Path, name)).FirstOrDefault(File.Exists)
            ?? throw new DataProblemException(
                $"The {what} are missing in {Path}: put {string.Join(" or ", names)} there or correct dataset.path.");

    /// <summary>The class names of a text file, one per line; empty lines do not count.</summary>
    public static string[] ReadClasses(string file)
    {
        var classes = DataFile.ReadText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (classes.Length == 0)
        {
            throw new DataProblemException($"{file} names no classes: it should hold one class name per line.");
        }

        if (classes.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DataProblemException($"{file} names the class '{twice.Key}' twice: class names must differ.");
        }

        return classes;
    }
}

using System.Security.Cryptography;
using Distill.Artifacts;
using Distill.Data;
using Distill.Jobs;

namespace Distill.Pipeline.Inputs;

/// <summary>An input as it lies on the machine of the person who submits a job.</summary>
/// <param name="Name">What its folder is called where it is placed.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Files">The full paths of its files, all below the folder.</param>
internal sealed record LocalInput(string Name, string Folder, IReadOnlyList<string> Files)
{
    private const string WeightsName = "weights";

    /// <summary>The files of a job's dataset; null where the program brings them along.</summary>
    /// <exception cref="DataProblemException">The dataset is absent or lacks a file.</exception>
    public static LocalInput? DatasetOf(JobSpec job)
    {
        var files = Datasets.FilesOf(job.Dataset, job.BaseFolder);
        var folder = files.Count == 0 ? "" : Path.TrimEndingDirectorySeparator(Path.GetFullPath(job.Dataset.Path!, Path.GetFullPath(job.BaseFolder)));
        return files.Count == 0 ? null : new(Path.GetFileName(folder) is { Length: > 0 } name ? name : "data", folder, files);
    }

    /// <summary>The file of the teacher's weights; null where the job names none.</summary>
    /// <exception cref="DataProblemException">There is no such file.</exception>
    public static LocalInput? WeightsOf(JobSpec job)
    {
        if (job.WithAbsolutePaths().Teacher?.Weights is not { } file)
        {
            return null;
        }

        return OfFile(file, "the teacher's weights", "teacher.weights");
    }

    /// <summary>The files of the weights that students begin with, by the student's name.</summary>
    /// <exception cref="DataProblemException">One of them is not there.</exception>
    public static IEnumerable<(string Student, LocalInput Input)> BeginningsOf(JobSpec job) =>
        from student in job.WithAbsolutePaths().Students
        where student.Weights is not null
        select (student.Name, OfFile(student.Weights!, $"the weights of {student.Name}", "its weights"));

    /// <summary>What files students begin with, by content; nothing where all begin at random.</summary>
    /// <exception cref="DataProblemException">One of them is not there, or cannot be read.</exception>
    public static string DigestsOf(JobSpec job) => string.Join('\n', BeginningsOf(job).Select(begun => $"{begun.Student} {begun.Input.Describe(default).Files[0].Sha256}"));

    private static LocalInput OfFile(string file, string what, string setting) => File.Exists(file)
        ? new(WeightsName, Path.GetDirectoryName(file)!, [file])
        : throw new DataProblemException($"There is no file {file} with {what}: put it there or correct {setting}.");

    /// <summary>Reads and hashes all files.</summary>
    /// <exception cref="DataProblemException">A file cannot be read, or its name cannot travel.</exception>
    public InputManifest Describe(CancellationToken ct)
    {
        var paths = Files.Select(file => (File: file, Path: Path.GetRelativePath(Folder, file).Replace(Path.DirectorySeparatorChar, '/')));
        var entries = new List<ManifestFile>();
        var parts = new List<string>();
        var part = new byte[InputManifest.PartBytes];
        var filled = 0;
        foreach (var (file, path) in paths.OrderBy(entry => entry.Path, StringComparer.Ordinal))
        {
            ct.ThrowIfCancellationRequested();
            if (InputRules.PathProblem(path) is { } problem)
            {
                throw new DataProblemException($"The file {file} cannot be sent to the store, because its name {problem}: rename it.");
            }

            using var stream = Open(file);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var length = 0L;
            while (stream.Read(part, filled, part.Length - filled) is > 0 and var count)
            {
                hash.AppendData(part, filled, count);
                (filled, length) = (filled + count, length + count);
                if (filled == part.Length)
                {
                    parts.Add(Convert.ToHexStringLower(SHA256.HashData(part)));
                    filled = 0;
                }
            }

            entries.Add(new ManifestFile(path, length, Convert.ToHexStringLower(hash.GetHashAndReset())));
        }

        if (filled > 0)
        {
            parts.Add(Convert.ToHexStringLower(SHA256.HashData(part.AsSpan(0, filled))));
        }

        return new InputManifest { Name = Name, Files = entries, Parts = parts };
    }

    private static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new DataProblemException($"The file {file} cannot be read ({refusal.Message.TrimEnd('.')}): check that this user may read it.", refusal);
        }
    }
}

using Distill.Networks;

namespace Distill.Jobs;

/// <summary>Finds the file of a teacher's weights.</summary>
internal static class TeacherWeights
{
    private const string Folder = "teachers";

    /// <summary>
    /// The full path of the weights that a job names. A name of the pretrained catalogue stands for its file
    /// <c>NAME.safetensors</c>, beside the job file, or in a folder <c>teachers</c> beside the job file or the dataset.
    /// </summary>
    /// <returns>The path, whether or not there is a file; <see langword="null"/> when the job names no weights.</returns>
    public static string? Locate(JobSpec job)
    {
        if (job.Teacher?.Weights is not { } weights)
        {
            return null;
        }

        var folder = Path.GetFullPath(job.BaseFolder);
        var named = Path.GetFullPath(weights, folder);
        return File.Exists(named) || Pretrained.ByName(weights) is null
            ? named
            : Places(job, folder).Select(place => Path.Join(place, $"{weights}.safetensors")).FirstOrDefault(File.Exists) ?? named;
    }

    private static IEnumerable<string> Places(JobSpec job, string folder)
    {
        yield return folder;
        yield return Path.Join(folder, Folder);
        if (job.Dataset.Path is { } dataset)
        {
            yield return Path.GetFullPath(Path.Join(dataset, "..", Folder), folder);
        }
        if (job.ModelsFolder is { } models)
        {
            yield return Path.GetFullPath(models);
        }
    }
}

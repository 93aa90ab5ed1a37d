using Distill.Networks;

namespace Distill.Jobs;

/// <summary>Where the files lie that a job names.</summary>
public static class JobPaths
{
    /// <summary>The same job with every path absolute, so that it can be read from any folder.</summary>
    /// <param name="job">The job; its paths are relative to <see cref="JobSpec.BaseFolder"/>.</param>
    /// <param name="models">Folder in which pretrained weights are looked for by name, as <c>NAME.safetensors</c>.</param>
    public static JobSpec WithAbsolutePaths(this JobSpec job, string models) => job with
    {
        Dataset = job.Dataset with { Path = job.Dataset.Path is { } path ? Absolute(job, path) : null },
        Teacher = job.Teacher is { Weights: { } weights } teacher ? teacher with { Weights = WeightsOf(job, weights, models) } : job.Teacher,
    };

    /// <summary>The file of a teacher's weights: a path relative to the job file, or the name of a pretrained network.</summary>
    /// <param name="job">The job.</param>
    /// <param name="weights"><c>teacher.weights</c> as written.</param>
    /// <param name="models">Folder in which pretrained weights are looked for by name.</param>
    public static string WeightsOf(JobSpec job, string weights, string models) =>
        Pretrained.ByName(weights) is { } entry && !File.Exists(Absolute(job, weights))
            ? Path.GetFullPath(Path.Combine(models, $"{entry.Name}.safetensors"))
            : Absolute(job, weights);

    private static string Absolute(JobSpec job, string path) => Path.GetFullPath(path, Path.GetFullPath(job.BaseFolder));
}

using Distill.Jobs.Yaml;

namespace Distill.Jobs;

/// <summary>What came of reading a job file: the job, or everything that is wrong with it.</summary>
/// <param name="Job">The complete job; <see langword="null"/> exactly when there are problems.</param>
/// <param name="Problems">All problems at once, in the order of the file, those of overrides last.</param>
public sealed record JobReading(JobSpec? Job, IReadOnlyList<JobProblem> Problems)
{
    /// <summary>The text that was read, without overrides; empty where there was no file.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the settings stand for, once <see cref="JobCheck"/> has opened it; <see langword="null"/> before.</summary>
    public JobMaterial? Material { get; init; }

    /// <summary>Where each setting stands, for problems that only show once files are looked at.</summary>
    internal JobPlaces Places { get; init; } = new(new SectionSetting([]));
}

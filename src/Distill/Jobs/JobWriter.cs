using Distill.Jobs.Sections;
using Distill.Jobs.Yaml;

namespace Distill.Jobs;

/// <summary>Writes a job as a job file in one fixed way, with every setting; reading it gives the same job.</summary>
public static class JobWriter
{
    /// <summary>The job with every value, defaults included: what <c>job.resolved.yaml</c> holds.</summary>
    public static string Write(JobSpec job) => YamlText.Write(JobSection.Settings.WriteSection(job));

    /// <summary>
    /// What the job is, without its name: equal for two jobs exactly when they do the same. Paths count as they are
    /// written, so that a content is the same on every machine.
    /// </summary>
    public static string Content(JobSpec job)
    {
        var top = JobSection.Settings.WriteSection(job);
        top.Entries.RemoveAll(entry => entry.Key == "name");
        return YamlText.Write(top);
    }

    /// <summary>The job with every value and, behind each, where it comes from: a line, an override, or the default.</summary>
    /// <param name="reading">A reading that holds a job.</param>
    /// <exception cref="ArgumentException">The reading has problems instead of a job.</exception>
    public static string WriteWithOrigins(JobReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var job = reading.Job ?? throw new ArgumentException("There is no job to write, only problems.", nameof(reading));
        return YamlText.Write(JobSection.Settings.WriteSection(job), path => reading.Places.Find(path) switch
        {
            { Line: > 0 } place => $"{Path.GetFileName(place.File)}:{place.Line}",
            { } place => place.File,
            null => "default",
        });
    }
}

namespace Distill.Pipeline.Jobs;

/// <summary>Jobs side by side: the settings in which they differ, and what came of each.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Jobs">The jobs, or their students, in the order in which they were named.</param>
/// <param name="Settings">The settings that differ.</param>
public sealed record Comparison(int Version, IReadOnlyList<ComparedJob> Jobs, IReadOnlyList<SettingDifference> Settings)
{
    /// <summary>Puts jobs side by side.</summary>
    public static Comparison Of(IReadOnlyList<ComparedJob> jobs)
    {
        var settings = jobs.SelectMany(job => job.Settings.Keys).Distinct().ToList();
        return new Comparison(1, jobs, [.. settings
            .Where(setting => !settings.Exists(section => IsWithin(setting, section)))
            .Select(setting => new SettingDifference(setting, [.. jobs.Select(job => job.Settings.GetValueOrDefault(setting) ?? Section(job, setting))]))
            .Where(difference => difference.Values.Distinct().Count() > 1)]);
    }

    // Where one job has a section and another says that it has none, the section as a whole is what differs.
    private static bool IsWithin(string setting, string section) => setting.StartsWith(section + ".", StringComparison.Ordinal);

    private static string? Section(ComparedJob job, string section) => job.Settings.Keys.FirstOrDefault(setting => IsWithin(setting, section)) is { } first
        ? $"{{ {first[(section.Length + 1)..]}: {job.Settings[first]}, ... }}"
        : null;
}

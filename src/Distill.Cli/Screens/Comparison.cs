namespace Distill.Cli.Screens;

/// <summary>What <c>distill compare</c> writes: the settings in which jobs differ, and what came of each.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Jobs">The jobs, or their students, in the order in which they were named.</param>
/// <param name="Settings">The settings that differ.</param>
internal sealed record Comparison(int Version, IReadOnlyList<ComparedJob> Jobs, IReadOnlyList<Comparison.Difference> Settings)
{
    public static Comparison Of(IReadOnlyList<ComparedJob> jobs)
    {
        var settings = jobs.SelectMany(job => job.Settings.Keys).Distinct().ToList();
        return new Comparison(1, jobs, [.. settings
            .Where(setting => !settings.Exists(section => IsWithin(setting, section)))
            .Select(setting => new Difference(setting, [.. jobs.Select(job => job.Settings.GetValueOrDefault(setting) ?? Section(job, setting))]))
            .Where(difference => difference.Values.Distinct().Count() > 1)]);
    }

    // Where one job has a section and another says that it has none, the section as a whole is what differs.
    private static bool IsWithin(string setting, string section) => setting.StartsWith(section + ".", StringComparison.Ordinal);

    private static string? Section(ComparedJob job, string section) => job.Settings.Keys.FirstOrDefault(setting => IsWithin(setting, section)) is { } first
        ? $"{{ {first[(section.Length + 1)..]}: {job.Settings[first]}, ... }}"
        : null;

    /// <param name="Setting">Path of the setting, such as <c>loss[1].temperature</c>.</param>
    /// <param name="Values">Its value in each job; null where a job has no such setting.</param>
    internal sealed record Difference(string Setting, IReadOnlyList<string?> Values);
}

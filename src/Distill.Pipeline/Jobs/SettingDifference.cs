namespace Distill.Pipeline.Jobs;

/// <summary>A setting that is not the same in all jobs of a comparison.</summary>
/// <param name="Setting">Path of the setting, such as <c>loss[1].temperature</c>.</param>
/// <param name="Values">Its value in each job; null where a job has no such setting.</param>
public sealed record SettingDifference(string Setting, IReadOnlyList<string?> Values);

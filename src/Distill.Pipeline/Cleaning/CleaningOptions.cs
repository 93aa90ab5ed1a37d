namespace Distill.Pipeline.Cleaning;

/// <summary>How far a cleaning goes.</summary>
public sealed record CleaningOptions
{
    /// <summary>Nothing younger is ever removed: it may be on its way.</summary>
    public static readonly TimeSpan LeastAge = TimeSpan.FromHours(1);

    /// <summary>Age from which labels, models and inputs that no job names are removed; never less than <see cref="LeastAge"/>. Default: 7 days.</summary>
    public TimeSpan OlderThan { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Bytes that the whole store may keep: above that the label sets of finished jobs go, too, those that ended first. Labels of
    /// a job that has not finished stay. Default: <see langword="null"/>, no limit.
    /// </summary>
    public long? Keep { get; init; }
}

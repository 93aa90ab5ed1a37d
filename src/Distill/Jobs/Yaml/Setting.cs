namespace Distill.Jobs.Yaml;

/// <summary>A value of a job file as it was written, not yet understood, with its place.</summary>
internal abstract class Setting(Place place)
{
    public Place Place { get; } = place;

    /// <summary>What a sentence calls it: <c>"ten"</c>, <c>a list</c>, <c>a section</c>.</summary>
    public abstract string Called { get; }
}

namespace Distill.Jobs.Yaml;

/// <summary>One <c>key: value</c> of a section.</summary>
internal sealed record SectionEntry(string Key, Place KeyPlace, Setting Value);

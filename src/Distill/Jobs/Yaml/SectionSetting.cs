namespace Distill.Jobs.Yaml;

/// <summary>Settings by name, in the order of the file; a name may still occur twice.</summary>
internal sealed class SectionSetting(List<SectionEntry> entries, Place place = default) : Setting(place)
{
    public List<SectionEntry> Entries { get; } = entries;

    public override string Called => "a section";

    public SectionEntry? Find(string key) => Entries.Find(entry => entry.Key == key);
}

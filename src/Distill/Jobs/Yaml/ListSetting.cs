namespace Distill.Jobs.Yaml;

/// <summary>Values in order.</summary>
internal sealed class ListSetting(List<Setting> items, Place place = default) : Setting(place)
{
    public List<Setting> Items { get; } = items;

    public override string Called => "a list";
}

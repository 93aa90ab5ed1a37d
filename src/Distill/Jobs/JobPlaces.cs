using Distill.Jobs.Yaml;

namespace Distill.Jobs;

/// <summary>Where the settings of a job file, with its overrides, stand.</summary>
internal sealed class JobPlaces
{
    private readonly Dictionary<string, Place> _places = [];

    public JobPlaces(SectionSetting top) => Add(top, SettingPath.Root);

    /// <summary>The place of a setting such as <c>loss.1.weight</c>; <see langword="null"/> where a default applies.</summary>
    public Place? Find(SettingPath path) => _places.TryGetValue(path.Dotted, out var place) ? place : null;

    /// <summary>The place of a setting, or of the innermost section around it that is in the file.</summary>
    public Place Nearest(SettingPath path)
    {
        var dotted = path.Dotted;
        while (!_places.ContainsKey(dotted))
        {
            dotted = dotted[..Math.Max(0, dotted.LastIndexOf('.'))];
        }

        return _places[dotted];
    }

    private void Add(Setting setting, SettingPath path)
    {
        _places[path.Dotted] = setting.Place;
        switch (setting)
        {
            case SectionSetting section:
                section.Entries.ForEach(entry => Add(entry.Value, path / entry.Key));
                break;
            case ListSetting list:
                for (var index = 0; index < list.Items.Count; index++)
                {
                    Add(list.Items[index], path / index);
                }

                break;
        }
    }
}

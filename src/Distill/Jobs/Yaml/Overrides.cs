using System.Globalization;

namespace Distill.Jobs.Yaml;

/// <summary>
/// Applies <c>--set a.b.0.c=value</c> to the settings of a file before they are understood, so that an override is checked
/// like anything else. Values are YAML: <c>--set seeds=[1,2,3]</c>.
/// </summary>
internal static class Overrides
{
    /// <summary>More than any setting is deep.</summary>
    private const int DeepestPath = 20;

    public static void Apply(SectionSetting top, string text, ProblemList problems)
    {
        var place = new Place($"--set {text}", 0, 0);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var keys = equals < 0 ? [] : text[..equals].Trim().Split('.');
        if (keys.Length is 0 or > DeepestPath || keys.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add(place, "an override is written key=value, such as training.epochs=3 or loss.0.weight=2.");
        }
        else if (YamlTree.ReadValue(text[(equals + 1)..], place, problems) is { } value)
        {
            Set(top, keys, value, place, problems);
        }
    }

    /// <summary>Puts a value at a path; sections on the way that are not there yet are made.</summary>
    public static void Set(Setting holder, ReadOnlySpan<string> keys, Setting value, Place place, ProblemList problems)
    {
        var path = SettingPath.Root;
        while (keys.Length > 1 && Step(holder, keys[0], path, place, problems) is { } next)
        {
            path /= keys[0];
            holder = next;
            keys = keys[1..];
        }

        if (keys.Length == 1)
        {
            Put(holder, keys[0], value, path, place, problems);
        }
    }

    /// <summary>The value below a key on the way; a section that is not there yet is made.</summary>
    private static Setting? Step(Setting holder, string key, SettingPath path, Place place, ProblemList problems)
    {
        var below = holder switch
        {
            SectionSetting section => section.Find(key)?.Value,
            ListSetting list when IndexIn(list, key) is { } index => list.Items.ElementAtOrDefault(index),
            _ => null,
        };
        if (below is not (null or ScalarSetting { IsNone: true } or ScalarSetting { IsEmpty: true }))
        {
            return below;
        }

        var made = new SectionSetting([], place);
        return Put(holder, key, made, path, place, problems) ? made : null;
    }

    private static bool Put(Setting holder, string key, Setting value, SettingPath path, Place place, ProblemList problems)
    {
        switch (holder)
        {
            case SectionSetting section:
                // "seed" and "seeds" are two spellings of one setting, and so are "student" and "students": the override takes the place of either.
                section.Entries.RemoveAll(entry => entry.Key == key || (path == SettingPath.Root && IsOther(entry.Key, key)));
                section.Entries.Add(new SectionEntry(key, place, value));
                return true;
            case ListSetting list when IndexIn(list, key) is { } index:
                list.Items.RemoveRange(index, Math.Min(1, list.Items.Count - index));
                list.Items.Insert(index, value);
                return true;
            case ListSetting list:
                problems.Add(place, $"{path} is a list of {list.Items.Count}, counted from 0, so it has no item \"{key}\".");
                return false;
            default:
                problems.Add(place, $"{path} is {holder.Called}, not a section, so it has no \"{key}\".");
                return false;
        }
    }

    private static bool IsOther(string key, string other) => (key, other) is ("seed", "seeds") or ("seeds", "seed") or ("student", "students") or ("students", "student");

    /// <summary>An index of the list, or the one just behind its end, where an override may append.</summary>
    private static int? IndexIn(ListSetting list, string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= list.Items.Count ? index : null;
}

using Distill.Jobs.Sections;
using Distill.Jobs.Yaml;

namespace Distill.Jobs;

/// <summary>A job as a list of its settings, for those who compare jobs.</summary>
public static class JobSettings
{
    /// <summary>
    /// Every setting of a job but its name, as path and value: <c>loss[1].temperature</c> and <c>4</c>. A list of plain values is one
    /// setting.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(JobSpec job)
    {
        var top = JobSection.Settings.WriteSection(job);
        top.Entries.RemoveAll(entry => entry.Key == "name");
        return [.. Flat(top, SettingPath.Root)];
    }

    private static IEnumerable<KeyValuePair<string, string>> Flat(Setting setting, SettingPath path) => setting switch
    {
        SectionSetting section => section.Entries.SelectMany(entry => Flat(entry.Value, path / entry.Key)),
        ListSetting list when list.Items.Exists(item => item is not ScalarSetting) => list.Items.SelectMany((item, index) => Flat(item, path / index)),
        ListSetting list => [new(path.ToString(), $"[{string.Join(", ", list.Items.Cast<ScalarSetting>().Select(item => item.Text))}]")],
        _ => [new(path.ToString(), ((ScalarSetting)setting).Text)],
    };
}

using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>A section that has just been read, for checks across its settings.</summary>
internal sealed record SectionReading<T>(T Value, SectionSetting Section, SettingPath Path, ProblemList Problems)
{
    /// <summary>Whether the file states the setting, with a value.</summary>
    public bool States(string key) => Section.Find(key) is { Value: not ScalarSetting { IsNone: true } };

    /// <summary>A problem at a setting, or at the section where the setting is not stated.</summary>
    public void Problem(string key, string text) => Problems.Add(Section.Find(key)?.KeyPlace ?? Section.Place, text);
}

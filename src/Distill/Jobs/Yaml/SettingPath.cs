using System.Globalization;
using System.Text.RegularExpressions;

namespace Distill.Jobs.Yaml;

/// <summary>Way from the top of a job file to one of its settings, as <c>--set</c> spells it: <c>loss.1.weight</c>.</summary>
internal readonly partial record struct SettingPath(string Dotted)
{
    public static readonly SettingPath Root = new("");

    public static SettingPath operator /(SettingPath section, string key) =>
        new(section.Dotted.Length == 0 ? key : section.Dotted + "." + key);

    public static SettingPath operator /(SettingPath list, int index) => list / index.ToString(CultureInfo.InvariantCulture);

    /// <summary>As a sentence spells it: <c>loss[1].weight</c>; the top is <c>the job</c>.</summary>
    public override string ToString() => Dotted.Length == 0 ? "the job" : Index().Replace(Dotted, "[$1]");

    [GeneratedRegex(@"\.(\d+)(?=\.|$)")]
    private static partial Regex Index();
}

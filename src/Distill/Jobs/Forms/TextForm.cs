using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>A text, quoted or not, that may have to meet a condition of its own.</summary>
internal sealed partial class TextForm(string phrase, Func<string, string?> problem) : ScalarForm<string>
{
    public override string Phrase => phrase;

    public override Setting Write(string value) => new ScalarSetting(value, quoted: !Plain().IsMatch(value) || value == "null");

    public override JsonObject Schema() => new() { ["type"] = "string" };

    protected override bool TryParse(ScalarSetting scalar, [MaybeNullWhen(false)] out string value)
    {
        value = scalar.Text;
        return problem(scalar.Text) is null;
    }

    protected override void RefuseScalar(Setting setting, SettingPath path, ProblemList problems)
    {
        if (setting is ScalarSetting { IsEmpty: false, IsNone: false } scalar)
        {
            problems.Add(setting.Place, $"{path} {problem(scalar.Text)}");
            return;
        }

        base.RefuseScalar(setting, path, problems);
    }

    /// <summary>Texts that YAML takes as they are.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_./][A-Za-z0-9_./+-]*\z")]
    private static partial Regex Plain();
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;
using Distill.Wording;

namespace Distill.Jobs.Forms;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceForm(IReadOnlyList<string> known) : ScalarForm<string>
{
    /// <summary>Names that other tools use, with the word that this one uses.</summary>
    public IReadOnlyDictionary<string, string> KnownElsewhere { get; init; } = new Dictionary<string, string>();

    public override string Phrase => known.Count == 1 ? known[0] : $"{string.Join(", ", known.SkipLast(1))} or {known[^1]}";

    public override Setting Write(string value) => new ScalarSetting(value, quoted: false);

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. known.Select(word => JsonValue.Create(word))]) };

    protected override bool TryParse(ScalarSetting scalar, [MaybeNullWhen(false)] out string value)
    {
        value = scalar.Text;
        return known.Contains(scalar.Text);
    }

    protected override void RefuseScalar(Setting setting, SettingPath path, ProblemList problems)
    {
        if (setting is ScalarSetting scalar && (KnownElsewhere.GetValueOrDefault(scalar.Text) ?? Suggestion.Nearest(scalar.Text, known)) is { } near)
        {
            problems.Add(setting.Place, $"{path} cannot be {setting.Called}; did you mean \"{near}\"?");
            return;
        }

        base.RefuseScalar(setting, path, problems);
    }
}

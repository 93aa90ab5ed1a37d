using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>
/// A setting that stands for others and is replaced by them before anything is read (<c>recipe</c>, <c>sweep</c>): the table of keys knows
/// it for the schema and for words that are nearly it.
/// </summary>
internal sealed class ShorthandForm(string phrase, Func<JsonObject> schema) : Form<string>
{
    public override string Phrase => phrase;

    public override bool TryRead(Setting setting, SettingPath path, ProblemList problems, [MaybeNullWhen(false)] out string value)
    {
        // It is gone by now, unless it could not be replaced, which has been said.
        value = "";
        return true;
    }

    public override Setting Write(string value) => ScalarSetting.None;

    public override JsonObject Schema() => schema();
}

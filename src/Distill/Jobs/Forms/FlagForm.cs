using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>True or false, in these words alone.</summary>
internal sealed class FlagForm : ScalarForm<bool>
{
    public override string Phrase => "true or false";

    public override Setting Write(bool value) => new ScalarSetting(value ? "true" : "false", quoted: false);

    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    protected override bool TryParse(ScalarSetting scalar, out bool value)
    {
        value = scalar.Text == "true";
        return !scalar.Quoted && scalar.Text is ("true" or "false");
    }
}

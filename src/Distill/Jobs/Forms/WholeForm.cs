using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>A whole number between two bounds, both allowed.</summary>
internal sealed class WholeForm(int least, int most, string? phrase = null) : ScalarForm<int>
{
    public override string Phrase { get; } = phrase ?? (most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}");

    public override Setting Write(int value) => new ScalarSetting(value.ToString(CultureInfo.InvariantCulture), quoted: false);

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = least };
        if (most < int.MaxValue)
        {
            schema["maximum"] = most;
        }

        return schema;
    }

    protected override bool TryParse(ScalarSetting scalar, out int value) =>
        int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        && !scalar.Quoted && value >= least && value <= most;
}

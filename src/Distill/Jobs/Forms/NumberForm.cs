using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>A finite number between two bounds; an open bound is itself not allowed.</summary>
internal sealed class NumberForm(double low, double high, bool openBelow, bool openAbove) : ScalarForm<double>
{
    public override string Phrase => (openBelow, double.IsFinite(high)) switch
    {
        (true, false) => $"a number above {Spell(low)}",
        (false, false) => double.IsFinite(low) ? $"a number of at least {Spell(low)}" : "a number",
        (true, true) => $"a number above {Spell(low)} and below {Spell(high)}",
        (false, true) => $"a number from {Spell(low)} to {(openAbove ? "below " : "")}{Spell(high)}",
    };

    public override Setting Write(double value) => new ScalarSetting(Spell(value), quoted: false);

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "number" };
        if (double.IsFinite(low))
        {
            schema[openBelow ? "exclusiveMinimum" : "minimum"] = low;
        }

        if (double.IsFinite(high))
        {
            schema[openAbove ? "exclusiveMaximum" : "maximum"] = high;
        }

        return schema;
    }

    protected override bool TryParse(ScalarSetting scalar, out double value) =>
        double.TryParse(scalar.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && !scalar.Quoted && double.IsFinite(value)
        && (openBelow ? value > low : value >= low)
        && (openAbove ? value < high : value <= high);

    /// <summary>The shortest text that reads back as the same number.</summary>
    private static string Spell(double value) => value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
}

using System.Globalization;

namespace Distill.Benchmarks.Table;

/// <summary>A measurement as a line for people.</summary>
internal static class TextTable
{
    public static string Line(Measurement line)
    {
        var text = $"{line.Name,-66} {Number(line.Value),9} {line.Unit,-8}";
        if (line.Peer is not null)
        {
            text += $" {Number(line.PeerValue!.Value),9}  {line.Peer}: {Number(line.Ratio!.Value)} times";
        }
        return line.Goal is { } goal ? $"{text} (goal {Number(goal)}{(line.Reached == true ? "" : ", missed")})" : text.TrimEnd();
    }

    private static string Number(double value) => value switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}

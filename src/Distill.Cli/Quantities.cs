using System.Globalization;

namespace Distill.Cli;

/// <summary>Reads sizes and spans of time as people write them.</summary>
internal static class Quantities
{
    private static readonly (string Unit, double Bytes)[] s_sizes =
        [("KB", 1L << 10), ("MB", 1L << 20), ("GB", 1L << 30), ("TB", 1L << 40), ("B", 1)];

    private static readonly (string Unit, double Hours)[] s_spans = [("m", 1.0 / 60), ("h", 1), ("d", 24)];

    /// <summary><c>50GB</c> is 53,687,091,200.</summary>
    /// <param name="text">The text.</param>
    /// <param name="option">Where it was given, for the error.</param>
    /// <exception cref="CommandException">It is no size.</exception>
    public static long Bytes(string text, string option) => Read(text, s_sizes) is { } bytes and < long.MaxValue
        ? (long)bytes
        : throw new CommandException(ExitCode.BadInput, $"{option} is \"{text}\", which is no size: write it as 500MB or 50GB.");

    /// <summary><c>7d</c> is a week.</summary>
    /// <param name="text">The text.</param>
    /// <param name="option">Where it was given, for the error.</param>
    /// <exception cref="CommandException">It is no span of time.</exception>
    public static TimeSpan Span(string text, string option) => Read(text, s_spans) is { } hours and < 24 * 365 * 100
        ? TimeSpan.FromHours(hours)
        : throw new CommandException(ExitCode.BadInput, $"{option} is \"{text}\", which is no span of time: write it as 30m, 12h or 7d.");

    private static double? Read(string text, (string Name, double Factor)[] units)
    {
        foreach (var (name, factor) in units)
        {
            if (text.EndsWith(name, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - name.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return number * factor;
            }
        }

        return null;
    }
}

using System.Globalization;

namespace Distill.Reports.Markup;

/// <summary>Figures as a person reads them in a report. A figure that is absent is a dash.</summary>
internal static class Figures
{
    public const string Absent = "–";

    private static readonly CultureInfo s_plain = CultureInfo.InvariantCulture;

    /// <summary>A fraction as per cent: 0.9339 is <c>93.39 %</c>, with a space that does not break.</summary>
    public static string Percent(double? fraction) => fraction is { } value ? (100 * value).ToString("0.00", s_plain) + "\u00a0%" : Absent;

    /// <summary>A difference in points with its sign: <c>+2.31</c>, <c>−0.40</c>.</summary>
    public static string Points(double? points) => points is { } value ? value.ToString("+0.00;−0.00;0.00", s_plain) : Absent;

    public static string Number(double? number, int decimals) => number is { } value ? value.ToString("F" + decimals, s_plain).Replace('-', '−') : Absent;

    /// <summary>Every digit, in groups of three: <c>855,770</c>.</summary>
    public static string Exact(long count) => count.ToString("N0", s_plain);

    /// <summary>A count that is zero only where nobody knows it.</summary>
    public static string Known(long count, Func<long, string> text) => count > 0 ? text(count) : Absent;

    /// <summary>Three significant digits and a decimal unit: <c>856 k</c>, <c>126 M</c>.</summary>
    public static string Count(double count) => Scaled(count, "", ["", "k", "M", "G", "T"]);

    /// <summary>Three significant digits and a decimal unit: <c>3.42 MB</c>.</summary>
    public static string Bytes(double bytes) => Scaled(bytes, "B", ["", "k", "M", "G", "T"]);

    /// <summary>How many times smaller: <c>10.9×</c>; absent where one of the sizes is not known.</summary>
    public static string Times(double larger, double smaller) => smaller > 0 && larger > 0 ? Significant(larger / smaller) + "×" : Absent;

    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds))
        {
            return Absent;
        }

        var whole = (long)Math.Round(seconds);
        return whole switch
        {
            < 60 => $"{whole}\u00a0s",
            < 3600 => $"{whole / 60}\u00a0m\u00a0{whole % 60:00}\u00a0s",
            _ => $"{whole / 3600}\u00a0h\u00a0{whole / 60 % 60:00}\u00a0m",
        };
    }

    /// <summary>A count of things: <c>1 seed</c>, <c>3 seeds</c>.</summary>
    public static string Of(long count, string thing) => $"{Exact(count)} {thing}{(count == 1 ? "" : "s")}";

    private static string Scaled(double value, string unit, string[] prefixes)
    {
        var power = 0;
        while (Math.Abs(value) >= 999.5 && power < prefixes.Length - 1)
        {
            value /= 1000;
            power++;
        }

        var suffix = prefixes[power] + unit;
        var text = power == 0 ? value.ToString("0.#", s_plain) : Significant(value);
        return suffix.Length == 0 ? text : $"{text}\u00a0{suffix}";
    }

    private static string Significant(double value) =>
        value.ToString(Math.Abs(value) < 9.995 ? "0.00" : Math.Abs(value) < 99.95 ? "0.0" : "0", s_plain);
}

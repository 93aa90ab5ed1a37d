using System.Globalization;

namespace Distill.Cli.Screens;

/// <summary>Writes figures the way people read them; the same on every machine.</summary>
internal static class Figures
{
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>0.9339 is <c>93.39 %</c>.</summary>
    public static string Percent(double fraction) => string.Create(s_culture, $"{100 * fraction:0.00} %");

    /// <summary>270,896 is <c>0.27 M</c>, 1,234 is <c>1.2 k</c>.</summary>
    public static string Count(long count) => count switch
    {
        >= 1_000_000_000 => string.Create(s_culture, $"{count / 1e9:0.0#} G"),
        >= 100_000 => string.Create(s_culture, $"{count / 1e6:0.0#} M"),
        >= 1_000 => string.Create(s_culture, $"{count / 1e3:0.0} k"),
        _ => count.ToString(s_culture),
    };

    /// <summary>5,347,737 is <c>5.1 MB</c> (of 1,048,576 bytes).</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(s_culture, $"{bytes / (1L << 30):0.0} GB"),
        >= 1L << 20 => string.Create(s_culture, $"{bytes / (1L << 20):0.0} MB"),
        >= 1L << 10 => string.Create(s_culture, $"{bytes / (1L << 10):0.0} KB"),
        _ => string.Create(s_culture, $"{bytes:0} bytes"),
    };

    /// <summary>422 is <c>7 m 02 s</c>; what takes less than ten seconds keeps a decimal.</summary>
    public static string Duration(double seconds)
    {
        var whole = (long)Math.Round(seconds);
        return seconds switch
        {
            < 9.95 => string.Create(s_culture, $"{seconds:0.0} s"),
            _ when whole < 60 => $"{whole} s",
            _ when whole < 3600 => $"{whole / 60} m {whole % 60:00} s",
            _ => $"{whole / 3600} h {whole / 60 % 60:00} m",
        };
    }

    /// <summary>How long ago something was, in one unit: <c>30 m</c>, <c>5 h</c>, <c>3 d</c>.</summary>
    public static string Age(double seconds) => seconds switch
    {
        < 60 => $"{Math.Max(0, (long)seconds)} s",
        < 3600 => $"{(long)seconds / 60} m",
        < 2 * 86_400 => $"{(long)seconds / 3600} h",
        _ => $"{(long)seconds / 86_400} d",
    };

    /// <summary>1842.4 is <c>1,842</c>; small rates keep a decimal.</summary>
    public static string Rate(double rate) => rate >= 10
        ? rate.ToString("N0", s_culture)
        : rate.ToString("0.0", s_culture);

    /// <summary>A loss or another plain figure: three significant places are enough to see it move.</summary>
    public static string Plain(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.000", s_culture);

    /// <summary>A word for a count: <c>1 seed</c>, <c>3 seeds</c>.</summary>
    public static string Of(long count, string noun) => string.Create(s_culture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}

namespace Distill.Cli.Screens;

/// <summary>A bar that can be read without colours: <c>━━━━━━╸─────</c>.</summary>
internal static class ProgressBar
{
    public static string Of(double fraction, int width)
    {
        var halves = (int)Math.Round(Math.Clamp(fraction, 0, 1) * width * 2);
        var half = halves % 2 == 1 ? "╸" : "";
        return new string('━', halves / 2) + half + new string('─', width - (halves / 2) - half.Length);
    }
}

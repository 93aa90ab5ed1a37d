using Distill.Cli.Screens;
using Xunit;

namespace Distill.Tests.Cli.Screens;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 m 00 s")]
    [InlineData(422, "7 m 02 s")]
    [InlineData(3599.7, "1 h 00 m")]
    [InlineData(90_000, "25 h 00 m")]
    public void Durations_read_like_a_watch(double seconds, string text) => Assert.Equal(text, Figures.Duration(seconds));

    [Theory]
    [InlineData(999, "999")]
    [InlineData(1_234, "1.2 k")]
    [InlineData(270_896, "0.27 M")]
    [InlineData(125_747_840, "125.75 M")]
    public void Counts_keep_their_leading_places(long count, string text) => Assert.Equal(text, Figures.Count(count));

    [Theory]
    [InlineData(512, "512 bytes")]
    [InlineData(5_347_737, "5.1 MB")]
    public void Sizes_are_in_powers_of_two(double bytes, string text) => Assert.Equal(text, Figures.Bytes(bytes));

    [Theory]
    [InlineData(0, "────────")]
    [InlineData(0.5, "━━━━────")]
    [InlineData(0.56, "━━━━╸───")]
    [InlineData(1, "━━━━━━━━")]
    [InlineData(7, "━━━━━━━━")]
    public void A_bar_can_be_read_without_colours(double fraction, string bar) => Assert.Equal(bar, ProgressBar.Of(fraction, 8));

    [Fact]
    public void A_curve_is_thinned_to_its_width_and_skips_what_is_no_number()
    {
        Assert.Equal("", Sparkline.Of([], 8));
        Assert.Equal("▁▁", Sparkline.Of([3, 3], 8));
        Assert.Equal("▁▅█", Sparkline.Of([0, double.NaN, 0.5, 1], 8));
        Assert.Equal("▁▃▆█", Sparkline.Of([.. Enumerable.Range(1, 100).Select(i => (double)i)], 4));
    }
}

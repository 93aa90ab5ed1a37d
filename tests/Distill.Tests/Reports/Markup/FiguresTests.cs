using Distill.Reports.Markup;
using Xunit;

namespace Distill.Tests.Reports.Markup;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(999.6, "1.00 kB")]
    [InlineData(3_456_112, "3.46 MB")]
    [InlineData(99_960, "100 kB")]
    public void Bytes_have_three_digits(double bytes, string expected) => Assert.Equal(expected, Figures.Bytes(bytes).Replace('\u00a0', ' '));

    [Theory]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 m 00 s")]
    [InlineData(842, "14 m 02 s")]
    [InlineData(7265, "2 h 01 m")]
    [InlineData(double.NaN, "–")]
    public void Durations_have_two_units(double seconds, string expected) => Assert.Equal(expected, Figures.Duration(seconds).Replace('\u00a0', ' '));

    [Fact]
    public void Signs_are_those_of_print() => Assert.Equal("+2.31 −0.40 0.00", $"{Figures.Points(2.31)} {Figures.Points(-0.4)} {Figures.Points(0)}");

    [Fact]
    public void What_is_absent_is_a_dash() => Assert.Equal("–––", Figures.Percent(null) + Figures.Points(null) + Figures.Number(null, 2));
}

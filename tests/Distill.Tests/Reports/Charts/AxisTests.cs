using Distill.Reports.Charts;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Reports.Charts;

public sealed class AxisTests
{
    [Theory]
    [InlineData(41.2, 93.4, "40 60 80 100")]
    [InlineData(0.55, 1.9, "0.5 1.0 1.5 2.0")]
    [InlineData(0, 0.1, "0.00 0.05 0.10")]
    [InlineData(-0.4, 1.1, "−0.5 0.0 0.5 1.0 1.5")]
    [InlineData(3, 3, "1 2 3 4 5")]
    [InlineData(0, 0, "−1.0 −0.5 0.0 0.5 1.0")]
    [InlineData(12_000, 51_000, "10000 20000 30000 40000 50000 60000")]
    public void Ticks_are_round(double low, double high, string labels)
    {
        var axis = Axis.Around([low, high]);
        Assert.Equal(labels, string.Join(' ', axis.Ticks.Select(axis.Label)));
    }

    [Theory]
    [InlineData(1, "0 1")]
    [InlineData(2, "0 1 2")]
    [InlineData(16, "0 5 10 15")]
    [InlineData(200, "0 50 100 150 200")]
    public void Epochs_are_whole(double last, string labels)
    {
        var axis = Axis.Whole(last);
        Assert.Equal(labels, string.Join(' ', axis.Ticks.Select(axis.Label)));
    }

    [Fact]
    public void Values_that_are_not_finite_are_left_out() =>
        Assert.Equal(Axis.Around([1, 2]), Axis.Around([1, double.NaN, 2, double.PositiveInfinity]));

    [Fact]
    public void An_axis_holds_all_its_values() =>
        Prop.ForAll(Gen.Choose(-1_000_000, 1_000_000).Two().ToArbitrary(), pair =>
        {
            var axis = Axis.Around([pair.Item1 / 997.0, pair.Item2 / 997.0]);
            var places = new[] { axis.Place(pair.Item1 / 997.0), axis.Place(pair.Item2 / 997.0) };
            return places.All(place => place is > -1e-6 and < 1 + 1e-6) && axis.Ticks.Count is >= 2 and <= 12;
        }).CheckQuietly();
}

using Distill.Data;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Data;

public sealed class PixelStatisticsTests
{
    [Fact]
    public void Mean_and_deviation_of_each_channel_agree_with_their_definition() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).NonEmptyListOf().ToArbitrary(), values =>
        {
            byte[] pixels = [.. values.SelectMany(value => new[] { value, (byte)(255 - value) })];
            var statistics = PixelStatistics.Of(new MemoryImageSet(new ImageShape(2, 1, 1), pixels, new int[values.Count]));

            var mean = values.Average(value => value / 255.0);
            var std = Math.Sqrt(values.Average(value => Math.Pow(value / 255.0 - mean, 2)));
            Assert.Equal(mean, statistics.Mean[0], 1e-6);
            Assert.Equal(1 - mean, statistics.Mean[1], 1e-6);
            Assert.Equal(values.Distinct().Count() == 1 ? 1 : std, statistics.Std[0], 1e-6);
        }).CheckQuietly();

    [Fact]
    public void A_channel_of_one_value_is_centred_and_not_divided_by_zero()
    {
        var statistics = PixelStatistics.Of(new MemoryImageSet(new ImageShape(1, 2, 2), new byte[] { 51, 51, 51, 51 }, [0]));

        Assert.Equal((0.2f, 1f), (statistics.Mean[0], statistics.Std[0]));
    }
}

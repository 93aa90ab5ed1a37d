using Distill.Quantization;
using Distill.Tests.Networks;
using Xunit;

namespace Distill.Tests.Quantization;

public sealed class RangeSearchTests
{
    // What a rectifier lets through of normal noise, as often as in some images, and one value far out.
    private static readonly float[] s_rectified = [.. Enumerable.Repeat(SomeImages.Noise(10_000, seed: 3), 100).SelectMany(noise => noise).Select(value => Math.Max(0, value)), 10];

    [Fact]
    public void Every_value_lies_in_the_range_of_extremes() =>
        Assert.Equal(new ActivationRange(-2, 6), RangeSearch.Of(Histogram([-2, 1, 6]), Calibrator.MinMax));

    [Theory]
    [InlineData(Calibrator.Mse)]
    [InlineData(Calibrator.Entropy)]
    [InlineData(Calibrator.Percentile)]
    public void One_value_far_out_does_not_spoil_the_others(Calibrator calibrator)
    {
        var range = RangeSearch.Of(Histogram(s_rectified), calibrator);

        Assert.Equal(0, range.Lower);
        Assert.InRange(range.Upper, 2, 9);
    }

    [Fact]
    public void The_range_of_the_smallest_error_has_a_smaller_error_than_the_extremes() =>
        Assert.True(
            SquaredError(s_rectified, RangeSearch.Of(Histogram(s_rectified), Calibrator.Mse))
            < SquaredError(s_rectified, RangeSearch.Of(Histogram(s_rectified), Calibrator.MinMax)) * 0.7);

    [Fact]
    public void Evenly_spread_values_are_not_clipped_by_the_smallest_error()
    {
        var range = RangeSearch.Of(Histogram([.. Enumerable.Range(0, 10_000).Select(i => i / 1000f - 5)]), Calibrator.Mse);

        Assert.InRange(range.Lower, -5, -4.8);
        Assert.InRange(range.Upper, 4.8, 5);
    }

    [Theory]
    [InlineData(Calibrator.Mse)]
    [InlineData(Calibrator.Entropy)]
    [InlineData(Calibrator.Percentile)]
    [InlineData(Calibrator.MinMax)]
    public void A_tensor_of_zeros_has_a_range_without_width(Calibrator calibrator) =>
        Assert.Equal(new ActivationRange(0, 0), RangeSearch.Of(Histogram([0, 0, 0]), calibrator));

    [Theory]
    [InlineData(0.5f, 6f)]
    [InlineData(-3f, -1f)]
    public void Zero_is_always_a_byte_of_its_own(float lower, float upper)
    {
        var scale = ValueScale.Of(new ActivationRange(lower, upper), signed: false);

        Assert.InRange(scale.ZeroPoint, 0, 255);
        Assert.Equal(0, scale.Scale * (scale.ZeroPoint - scale.ZeroPoint));
        Assert.InRange(scale.Scale * (255 - scale.ZeroPoint), Math.Max(0, upper) - scale.Scale, Math.Max(0, upper) + scale.Scale);
    }

    [Fact]
    public void Signed_bytes_have_their_zero_in_the_middle_or_behind_a_rectifier_at_the_lowest()
    {
        Assert.Equal(new ValueScale(2f / 127, 0, Signed: true), ValueScale.Of(new ActivationRange(-2, 1), signed: true));
        Assert.Equal(new ValueScale(2f / 255, -128, Signed: true), ValueScale.Of(new ActivationRange(0, 2), signed: true));
    }

    private static ActivationHistogram Histogram(float[] values)
    {
        var histogram = new ActivationHistogram();
        foreach (var part in values.Chunk(1000))
        {
            histogram.Widen(part);
        }

        foreach (var part in values.Chunk(777))
        {
            histogram.Count(part);
        }

        return histogram;
    }

    private static double SquaredError(float[] values, ActivationRange range)
    {
        var scale = ValueScale.Of(range, signed: false);
        return values.Average(value =>
        {
            var level = Math.Clamp(Math.Round(value / scale.Scale) + scale.ZeroPoint, 0, 255);
            return Math.Pow(value - scale.Scale * (level - scale.ZeroPoint), 2);
        });
    }
}

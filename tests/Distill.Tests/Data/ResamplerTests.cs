using Distill.Data;
using Distill.Data.Decoding;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Data;

public sealed class ResamplerTests
{
    [Fact]
    public void A_square_of_the_right_size_stays_as_it_is()
    {
        var pixels = SomeImages.Bytes(SomeImages.Of(new ImageShape(3, 6, 6)), 0);

        Assert.Equal(pixels, Resample(pixels, 6, 6, to: 6));
    }

    [Fact]
    public void Only_the_centred_square_counts()
    {
        // Columns 0 1 2 3 of one row each: the square of side 2 is columns 1 and 2.
        byte[] row = [0, 0, 0, 10, 11, 12, 20, 21, 22, 90, 90, 90];

        Assert.Equal([10, 11, 12, 20, 21, 22, 10, 11, 12, 20, 21, 22], Resample([.. row, .. row], 4, 2, to: 2));
        Assert.Equal([15, 16, 17], Resample([.. row, .. row], 4, 2, to: 1));
    }

    [Fact]
    public void A_picture_of_one_colour_keeps_it() =>
        Prop.ForAll(Sizes(), size =>
        {
            var (from, to) = size;
            Assert.All(Resample([.. Enumerable.Repeat((byte)173, from * from * 3)], from, from, to), value => Assert.Equal(173, value));
        }).CheckQuietly();

    [Fact]
    public void Every_pixel_is_the_mean_of_the_area_or_the_interpolation_that_it_stands_for() =>
        Prop.ForAll(Sizes(), size =>
        {
            var (from, to) = size;
            var pixels = SomeImages.Bytes(SomeImages.Of(new ImageShape(3, from, from)), 0);
            var resampled = Resample(pixels, from, from, to);
            for (var i = 0; i < resampled.Length; i++)
            {
                var (y, x, c) = (i / 3 / to, i / 3 % to, i % 3);
                var expected = 0.0;
                for (var s = 0; s < from * from; s++)
                {
                    expected += Weight(y, s / from, from, to) * Weight(x, s % from, from, to) * pixels[s * 3 + c];
                }

                Assert.InRange(resampled[i], expected - 0.5001, expected + 0.5001);
            }
        }).CheckQuietly();

    private static Arbitrary<(int From, int To)> Sizes() =>
        Gen.Zip(Gen.Choose(1, 12), Gen.Choose(1, 12)).Select(pair => (pair.Item1, pair.Item2)).ToArbitrary();

    /// <summary>How much source pixel s counts for target pixel t along one axis, in floating point.</summary>
    private static double Weight(int t, int s, int from, int to)
    {
        if (from >= to)
        {
            var scale = (double)from / to;
            return Math.Max(0, Math.Min((t + 1) * scale, s + 1) - Math.Max(t * scale, s)) / scale;
        }

        var centre = Math.Clamp((t + 0.5) * from / to - 0.5, 0, from - 1);
        return Math.Max(0, 1 - Math.Abs(centre - s));
    }

    private static byte[] Resample(byte[] pixels, int width, int height, int to)
    {
        var target = new byte[to * to * 3];
        new Resampler(Math.Min(width, height), to).Resample(pixels, width, height, target);
        return target;
    }
}

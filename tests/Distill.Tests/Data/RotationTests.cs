using Distill.Data;
using Distill.Data.Augmenting;
using Xunit;

namespace Distill.Tests.Data;

public sealed class RotationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7.3)]
    [InlineData(-10)]
    [InlineData(45)]
    [InlineData(-179.9)]
    [InlineData(180)]
    public void Cosine_and_sine_are_right_to_the_last_fixed_point_bit(double degrees)
    {
        var (cosine, sine) = Turn.Of(degrees);

        Assert.Equal((int)Math.Round(Math.Cos(degrees * Math.PI / 180) * 65536), cosine);
        Assert.Equal((int)Math.Round(Math.Sin(degrees * Math.PI / 180) * 65536), sine);
    }

    [Theory]
    [InlineData(5, 7)]
    [InlineData(4, 4)]
    public void Half_a_turn_reverses_the_image(int height, int width)
    {
        var shape = new ImageShape(3, height, width);
        var pixels = SomeImages.Bytes(SomeImages.Of(shape), 0);

        Assert.Equal(pixels.Chunk(3).Reverse().SelectMany(pixel => pixel), Turned(pixels, shape, 180));
        Assert.Equal(pixels, Turned(pixels, shape, 0));
    }

    [Fact]
    public void A_quarter_turn_of_a_square_swaps_its_axes()
    {
        var shape = new ImageShape(1, 3, 3);

        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], Turned([1, 2, 3, 4, 5, 6, 7, 8, 9], shape, 90));
        Assert.Equal([3, 6, 9, 2, 5, 8, 1, 4, 7], Turned([1, 2, 3, 4, 5, 6, 7, 8, 9], shape, -90));
    }

    [Fact]
    public void A_small_turn_agrees_with_interpolation_in_floating_point()
    {
        var shape = new ImageShape(1, 9, 8);
        var pixels = SomeImages.Bytes(SomeImages.Of(shape), 0);
        var turned = Turned(pixels, shape, 12.5);
        var (cosine, sine) = (Math.Cos(12.5 * Math.PI / 180), Math.Sin(12.5 * Math.PI / 180));
        for (var y = 0; y < 9; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                var sourceX = cosine * (x - 3.5) + sine * (y - 4) + 3.5;
                var sourceY = cosine * (y - 4) - sine * (x - 3.5) + 4;
                var (left, top) = ((int)Math.Floor(sourceX), (int)Math.Floor(sourceY));
                var (right, down) = (sourceX - left, sourceY - top);
                var expected = (1 - down) * ((1 - right) * At(left, top) + right * At(left + 1, top))
                    + down * ((1 - right) * At(left, top + 1) + right * At(left + 1, top + 1));
                Assert.InRange(turned[y * 8 + x], expected - 3, expected + 3);
            }
        }

        int At(int x, int y) => x is < 0 or >= 8 || y is < 0 or >= 9 ? 0 : pixels[y * 8 + x];
    }

    private static byte[] Turned(byte[] pixels, ImageShape shape, double degrees)
    {
        var (cosine, sine) = Turn.Of(degrees);
        var turned = new byte[pixels.Length];
        Rotation.Apply(pixels, turned, shape, cosine, sine);
        return turned;
    }
}

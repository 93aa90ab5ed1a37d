using Distill.Data;
using Distill.Data.Augmenting;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Data;

/// <summary>Shifts and flips that are merged into one move of pixels, against doing them one by one.</summary>
public sealed class PlacementTests
{
    private static readonly ImageShape s_shape = new(3, 5, 7);

    [Fact]
    public void Any_series_of_shifts_and_flips_is_one_move()
    {
        var moves = Gen.Zip(Gen.Elements(true, false), Gen.Zip(Gen.Choose(-8, 8), Gen.Choose(-6, 6))).ListOf();

        Prop.ForAll(moves.ToArbitrary(), series =>
        {
            var pixels = SomeImages.Bytes(SomeImages.Of(s_shape), 0);
            var canvas = new Canvas(s_shape, [.. pixels], new byte[pixels.Length], [9, 9, 9]);
            foreach (var (isFlip, (right, down)) in series)
            {
                if (isFlip)
                {
                    canvas.Mirror();
                    pixels = Flipped(pixels);
                }
                else
                {
                    canvas.Shift(right, down);
                    pixels = Shifted(pixels, right, down);
                }
            }

            Assert.Equal(pixels, Written(canvas));

            // A cover of nothing makes the canvas move its pixels in earnest.
            canvas.Cover(0, 0, 0, 0);
            Assert.Equal(Placement.Whole(s_shape), canvas.Placement);
            Assert.Equal(pixels, Written(canvas));
        }).CheckQuietly();
    }

    private static byte[] Written(Canvas canvas)
    {
        var target = new float[s_shape.Length];
        new Normalizer(SomeImages.Identity(3), s_shape).Write(canvas.Source_HWC, canvas.Placement, target);
        return [.. target.Select(value => (byte)MathF.Round(value * 255f))];
    }

    private static byte[] Flipped(byte[] pixels) => Made((y, x, c) => At(pixels, y, s_shape.Width - 1 - x, c));

    private static byte[] Shifted(byte[] pixels, int right, int down) => Made((y, x, c) => At(pixels, y - down, x - right, c));

    private static byte At(byte[] pixels, int y, int x, int c) =>
        x < 0 || x >= s_shape.Width || y < 0 || y >= s_shape.Height ? (byte)0 : pixels[(y * s_shape.Width + x) * 3 + c];

    private static byte[] Made(Func<int, int, int, byte> pixel) =>
    [
        .. from y in Enumerable.Range(0, s_shape.Height)
           from x in Enumerable.Range(0, s_shape.Width)
           from c in Enumerable.Range(0, 3)
           select pixel(y, x, c),
    ];
}

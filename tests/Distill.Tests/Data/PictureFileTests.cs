using System.Security.Cryptography;
using Distill.Data;
using Distill.Data.Decoding;
using Xunit;

namespace Distill.Tests.Data;

public sealed class PictureFileTests
{
    public PictureFileTests() => Picture.Require();

    [Fact]
    public void Png_pixels_come_out_as_they_went_in()
    {
        var pixels = SomeImages.Bytes(SomeImages.Of(SomeImages.Small), 0);

        Assert.Equal(pixels, Decode(SampleFiles.Png(7, 5, 3, pixels)));
    }

    [Fact]
    public void Grey_is_repeated_and_alpha_dropped()
    {
        Assert.Equal([5, 5, 5, 250, 250, 250], Decode(SampleFiles.Png(2, 1, 1, [5, 250])));
        Assert.Equal([1, 2, 3, 5, 6, 7], Decode(SampleFiles.Png(2, 1, 4, [1, 2, 3, 0, 5, 6, 7, 128])));
    }

    [Fact]
    public void Jpeg_pixels_come_out_about_as_they_went_in()
    {
        var pixels = Decode(JpegFiles.RedAndBlue);

        Assert.Equal(16 * 8 * 3, pixels.Length);
        for (var i = 0; i < pixels.Length; i++)
        {
            byte[] expected = i / 3 % 16 < 8 ? [200, 40, 40] : [30, 60, 180];
            Assert.InRange(pixels[i], expected[i % 3] - 3, expected[i % 3] + 3);
        }
    }

    /// <summary>Labels made from one machine's pixels must fit another's, so this may not depend on processor or version.</summary>
    [Fact]
    public void Jpeg_pixels_are_the_same_everywhere() => Assert.Equal(
        "4ced41c0c7851bd34ab282c505a14a3a", Convert.ToHexStringLower(SHA256.HashData([.. Decode(JpegFiles.RedAndBlue), .. Decode(JpegFiles.GreyRamp)]))[..32]);

    [Fact]
    public void A_grey_jpeg_becomes_three_equal_channels()
    {
        var pixels = Decode(JpegFiles.GreyRamp);
        for (var x = 0; x < 8; x++)
        {
            Assert.InRange(pixels[x * 3], 32 * x - 8, 32 * x + 8);
            Assert.Equal((pixels[x * 3], pixels[x * 3]), (pixels[x * 3 + 1], pixels[x * 3 + 2]));
        }
    }

    [Fact]
    public void No_damage_of_a_picture_ends_in_anything_but_a_sentence()
    {
        foreach (var good in new[] { SampleFiles.Png(4, 4, 9, 8, 7), JpegFiles.RedAndBlue })
        {
            for (var place = 0; place < good.Length; place++)
            {
                byte[] cut = good[..place], turned = [.. good.Select((value, i) => i == place ? (byte)~value : value)];
                foreach (var content in new[] { cut, turned })
                {
                    try
                    {
                        // A turned bit of the size may claim far more pixels than a test should fill.
                        var (width, height) = PictureFile.ReadSize(content, "picture");
                        if (width * height < 100_000)
                        {
                            Decode(content);
                        }
                    }
                    catch (DataProblemException problem)
                    {
                        Assert.StartsWith("picture ", problem.Message, StringComparison.Ordinal);
                    }
                }
            }
        }
    }

    [Fact]
    public void A_missing_decoder_is_told_with_its_package() => Assert.Equal(
        "a.png cannot be decoded because the PNG library is not installed: run 'apt-get install --no-install-recommends libspng0'.",
        PictureFile.Problem("a.png", "PNG", "libspng0", new DllNotFoundException()).Message);

    private static byte[] Decode(byte[] content)
    {
        var (width, height) = PictureFile.ReadSize(content, "picture");
        var pixels = new byte[width * height * 3];
        PictureFile.Decode(content, pixels, "picture");
        return pixels;
    }
}

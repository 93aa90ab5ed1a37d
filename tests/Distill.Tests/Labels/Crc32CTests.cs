using System.Text;
using Distill.Labels;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class Crc32CTests
{
    // The check value of the CRC catalogue, and the vectors of RFC 3720, appendix B.4.
    [Fact]
    public void It_is_the_castagnoli_checksum()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0u, Crc32C.Of([]));
    }

    // Bit by bit, as the polynomial says (reflected 0x82F63B78).
    [Theory]
    [InlineData(3071)]
    [InlineData(3072)]
    [InlineData(3073)]
    [InlineData(10_001)]
    public void Long_content_has_the_checksum_that_long_division_gives(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78u);
            }
        }

        Assert.Equal(~crc, Crc32C.Of(bytes));
    }
}

using Distill.Labels;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class LabelFrameWriterTests
{
    [Fact]
    public void A_digest_that_is_not_there_is_written_as_zeros_whatever_the_memory_held_before()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6];
        var writer = new LabelFrameWriter(bytes);

        writer.Hex("", length: 2);
        writer.Hex("abcd", length: 2);

        Assert.Equal([0, 0, 0xab, 0xcd, 5, 6], bytes);
        Assert.Equal(4, writer.Position);
    }
}

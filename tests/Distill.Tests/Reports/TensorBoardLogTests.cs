using System.Buffers.Binary;
using System.Text;
using Distill.Labels;
using Distill.Reports;
using Xunit;

namespace Distill.Tests.Reports;

public sealed class TensorBoardLogTests
{
    private static readonly byte[] s_file = TensorBoardLog.Write(
        [
            new CurvePoint { Epoch = 1, Step = 10, LearningRate = 0.05, Loss = 2, Terms = new Dictionary<string, double> { ["hard_labels"] = 2 }, Accuracy = 0.5 },
            new CurvePoint { Epoch = 2, Step = 20, LearningRate = 0.01, Loss = 1, Terms = new Dictionary<string, double> { ["hard_labels"] = 1 }, Accuracy = 0.75 },
        ],
        DateTimeOffset.UnixEpoch.AddSeconds(100), seconds: 10);

    [Fact]
    public void Every_record_has_the_masked_checksums_that_TensorBoard_proves()
    {
        var events = Records();
        Assert.Equal(3, events.Count);
        Assert.Contains("brain.Event:2", Encoding.ASCII.GetString(events[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_has_its_time_step_and_tagged_figures()
    {
        // Field 1 (double) 100 + 10 * 10 / 20, field 2 (varint) 10, then the summary.
        var first = Records()[1];
        Assert.Equal(0x09, first[0]);
        Assert.Equal(105, BinaryPrimitives.ReadDoubleLittleEndian(first.AsSpan(1)));
        Assert.Equal([0x10, 10, 0x2a], first[9..12]);
        var value = (byte[])[0x0a, 15, 0x0a, 8, .. "accuracy"u8, 0x15, 0, 0, 0, 0x3f];
        Assert.True(first.AsSpan().IndexOf(value) > 0);
    }

    private static List<byte[]> Records()
    {
        var events = new List<byte[]>();
        var rest = s_file.AsSpan();
        while (rest.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            var content = rest.Slice(12, length);
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            events.Add(content.ToArray());
            rest = rest[(16 + length)..];
        }

        return events;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc32C.Of(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}

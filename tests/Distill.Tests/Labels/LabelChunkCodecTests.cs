using Distill.Labels;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class LabelChunkCodecTests
{
    private static readonly LabelSet s_set = SomeLabels.Set;

    public static TheoryData<string> Sets => ["all logits", "largest logits", "no logits", "no taps", "masks and pooled activations", "more than 65,536 classes"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_chunk_reads_back_as_it_was_written(string kind)
    {
        var set = SetOf(kind);
        Prop.ForAll(
            ArbMap.Default.ArbFor<(ulong Seed, byte View, byte Chunk)>(),
            input =>
            {
                var chunk = SomeLabels.Chunk(set, input.View, input.Chunk % set.ChunksPerView, input.Seed);
                var bytes = LabelChunkCodec.Encode(set, chunk);
                var read = LabelChunkCodec.Decode(set, bytes, "memory", (chunk.View, chunk.Index));
                return read.Logits_NK.SequenceEqual(chunk.Logits_NK)
                    && (read.Top is null ? chunk.Top is null : SameTop(read.Top, chunk.Top!))
                    && read.Orders.Zip(chunk.Orders).All(pair => SameOrder(pair.First, pair.Second))
                    && (read.View, read.Index, read.Count, read.CalibrationDigest) == (chunk.View, chunk.Index, chunk.Count, chunk.CalibrationDigest)
                    && LabelChunkCodec.Encode(set, read).AsSpan().SequenceEqual(bytes);
            }).CheckQuietly(set.Classes > 1000 ? 5 : 100);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_flipped_bit_is_always_found(string kind)
    {
        var set = SetOf(kind) with { ChunkSize = 2, Samples = 2 };
        var bytes = SomeLabels.Bytes(set, view: 0, index: 0);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<LabelCorruptException>(() => LabelChunkCodec.Decode(set, bytes, "memory"));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_truncated_chunk_is_found_at_every_length(string kind)
    {
        var set = SetOf(kind) with { ChunkSize = 2, Samples = 2 };
        var bytes = SomeLabels.Bytes(set, view: 0, index: 0);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<LabelCorruptException>(() => LabelChunkCodec.Decode(set, bytes.AsMemory(0, length), "memory"));
        }

        Assert.Throws<LabelCorruptException>(() => LabelChunkCodec.Decode(set, (byte[])[.. bytes, 0], "memory"));
    }

    [Fact]
    public void Random_bytes_are_refused_and_nothing_worse_happens() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), noise =>
        {
            Assert.Throws<LabelCorruptException>(() => LabelChunkCodec.Decode(s_set, noise, "memory"));
            Assert.Throws<LabelCorruptException>(() => LabelChunkCodec.Decode(s_set, (byte[])[.. "DLCH"u8, 1, 0, .. noise], "memory"));
        }).CheckQuietly();

    [Fact]
    public void The_sentence_names_source_view_chunk_reason_and_remedy()
    {
        var bytes = SomeLabels.Bytes(s_set, view: 3, index: 1);
        bytes[^40] ^= 1;

        var refusal = Assert.Throws<LabelCorruptException>(() => LabelChunkCodec.Decode(s_set, bytes, "labels/ab/view-003.labels", (3, 1)));

        Assert.Equal(
            "View 3, chunk 1 of the labels in labels/ab/view-003.labels is corrupt, because the checksum of its column 'order.layer4' does not match; remove it, and the next run has it taught again.",
            refusal.Message);
    }

    [Fact]
    public void A_chunk_of_another_label_set_is_refused()
    {
        var other = s_set with { Seed = 2 };

        var refusal = Assert.Throws<LabelCorruptException>(() => LabelChunkCodec.Decode(s_set, SomeLabels.Bytes(other, 0, 0), "memory"));

        Assert.Contains($"it belongs to label set {other.Fingerprint[..12]} and not to {s_set.Fingerprint[..12]}", refusal.Message);
    }

    [Fact]
    public void A_chunk_in_the_place_of_another_is_refused()
    {
        var refusal = Assert.Throws<LabelCorruptException>(() => LabelChunkCodec.Decode(s_set, SomeLabels.Bytes(s_set, 0, 1), "memory", (0, 0)));

        Assert.StartsWith("View 0, chunk 0 of the labels in memory is corrupt, because its header says view 0, chunk 1;", refusal.Message);
    }

    [Fact]
    public void A_newer_encoding_is_named_as_such()
    {
        var bytes = SomeLabels.Bytes(s_set, 0, 0);
        bytes[4] = 2;

        var refusal = Assert.Throws<LabelCorruptException>(() => LabelChunkCodec.Decode(s_set, bytes, "memory"));

        Assert.Contains("its encoding is version 2 and this program reads version 1", refusal.Message);
    }

    // Stores out there hold such bytes: a difference here needs another encoding version.
    [Fact]
    public void The_encoding_of_a_known_chunk_never_changes()
    {
        var set = s_set with { Samples = 2, ChunkSize = 2, Classes = 2, Taps = [new("tap", 4, 2)] };
        var chunk = new LabelChunk
        {
            View = 1,
            Index = 0,
            Count = 2,
            Logits_NK = [(Half)1, (Half)(-2), (Half)0.5, (Half)65504],
            Orders = [new(set.Taps[0], [2, 1], [3, 0, 2, OrderColumn.Padding])],
            CalibrationDigest = SomeLabels.Calibration,
        };

        var bytes = LabelChunkCodec.Encode(set, chunk);

        Approved.Verify(string.Join('\n', bytes.Chunk(16).Select(row => Convert.ToHexString(row))), "Labels/chunk");
    }

    private static LabelSet SetOf(string kind) => kind switch
    {
        "largest logits" => SomeLabels.Truncated,
        "no logits" => s_set with { Classes = 0 },
        "masks and pooled activations" => SomeLabels.Full,
        "no taps" => s_set with { Taps = [] },
        "more than 65,536 classes" => s_set with { Samples = 1, Classes = 70_000, TopK = 2, Temperatures = [4], Taps = [] },
        _ => s_set,
    };

    private static bool SameTop(TopLogits one, TopLogits other) =>
        one.Classes_NT.SequenceEqual(other.Classes_NT) && one.Values_NT.SequenceEqual(other.Values_NT) && one.Rest_NQ.SequenceEqual(other.Rest_NQ);

    private static bool SameOrder(OrderColumn one, OrderColumn other) =>
        one.Tap == other.Tap && one.Lengths_N.SequenceEqual(other.Lengths_N) && one.Indices_NM.SequenceEqual(other.Indices_NM)
        && one.On_NB.SequenceEqual(other.On_NB) && one.Pooled_NC.SequenceEqual(other.Pooled_NC);
}

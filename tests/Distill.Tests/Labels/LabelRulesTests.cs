using Distill.Labels;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class LabelRulesTests
{
    private static readonly LabelSet s_set = SomeLabels.Set;

    public static TheoryData<string, Func<LabelChunk, LabelChunk>> Broken => new()
    {
        { "there is no such chunk in a view of 3 chunks", chunk => chunk with { Index = 3 } },
        { "there is no such chunk in a view of 3 chunks", chunk => chunk with { View = -1 } },
        { "it holds 7 samples and should hold 8", chunk => chunk with { Count = 7 } },
        { "it has 79 logits and should have 80", chunk => chunk with { Logits_NK = chunk.Logits_NK[1..] } },
        { "the logit of class 1 of its sample 2 is not a finite number", chunk => chunk with { Logits_NK = Set(chunk.Logits_NK, 21, Half.NaN) } },
        { "the logit of class 0 of its sample 0 is not a finite number", chunk => chunk with { Logits_NK = Set(chunk.Logits_NK, 0, Half.NegativeInfinity) } },
        { "its activation orders are of other taps than the label set's", chunk => chunk with { Orders = [chunk.Orders[1], chunk.Orders[0]] } },
        { "it does not name the calibration that its activation orders were computed with", chunk => chunk with { CalibrationDigest = "" } },
        { "it keeps only the largest logits and the label set keeps all", chunk => chunk with { Top = new([], [], []) } },
        { "its activation orders at 'layer3' are not of 8 samples", chunk => WithOrder(chunk, order => order with { Lengths_N = [] }) },
        { "the activation order of its sample 1 at 'layer3' is longer than the prefix of 6", chunk => WithOrder(chunk, order => order with { Lengths_N = Set(order.Lengths_N, 1, (ushort)7) }) },
        { "the activation order of its sample 0 at 'layer3' lists channel 16 twice or beyond the 16 channels", chunk => WithOrder(chunk, order => order with { Indices_NM = Set(order.Indices_NM, 0, (ushort)16) }) },
        { "the activation order of its sample 0 at 'layer3' lists channel {0} twice or beyond the 16 channels", chunk => WithOrder(chunk, order => order with { Indices_NM = Set(order.Indices_NM, 1, order.Indices_NM[0]) }) },
        { "the padding after the activation order of its sample 0 at 'layer3' is not blank", chunk => WithOrder(chunk, order => order with { Lengths_N = Set(order.Lengths_N, 0, (ushort)2) }) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_chunk_that_no_teacher_may_write_is_named_by_the_rule_it_breaks(string rule, Func<LabelChunk, LabelChunk> broken)
    {
        var chunk = SomeLabels.Chunk(s_set, view: 0, index: 0);

        Assert.Null(LabelRules.BrokenBy(s_set, chunk));
        Assert.Equal(string.Format(rule, chunk.Orders[0].Indices_NM[0]), LabelRules.BrokenBy(s_set, broken(chunk)));
        var refusal = Assert.Throws<LabelException>(() => LabelChunkCodec.Encode(s_set, broken(chunk)));
        Assert.EndsWith("; check the teacher.", refusal.Message);
    }

    public static TheoryData<string, Func<OrderColumn, OrderColumn>> BrokenColumns => new()
    {
        { "its masks at 'layer3' are not of 8 samples", order => order with { On_NB = [] } },
        { "the mask of its sample 0 at 'layer3' goes beyond the 13 channels", order => order with { On_NB = Set(order.On_NB, 1, (byte)(order.On_NB[1] | 0x80)) } },
        { "the mask of its sample 0 at 'layer3' leaves out channel {0}, which its activation order lists", order => order with { On_NB = Set(Set(order.On_NB, 0, (byte)0), 1, (byte)0) } },
        { "its pooled activations at 'layer3' are not finite numbers of 8 samples", order => order with { Pooled_NC = Set(order.Pooled_NC, 3, Half.NaN) } },
        { "its pooled activations at 'layer3' are not finite numbers of 8 samples", order => order with { Pooled_NC = order.Pooled_NC[1..] } },
    };

    [Theory]
    [MemberData(nameof(BrokenColumns))]
    public void Masks_and_pooled_activations_that_no_teacher_may_write_are_named_by_the_rule_they_break(string rule, Func<OrderColumn, OrderColumn> broken)
    {
        var chunk = SomeLabels.Chunk(SomeLabels.Full, view: 0, index: 0);

        Assert.Null(LabelRules.BrokenBy(SomeLabels.Full, chunk));
        Assert.Equal(string.Format(rule, chunk.Orders[0].Indices_NM[0]), LabelRules.BrokenBy(SomeLabels.Full, WithOrder(chunk, broken)));
    }

    public static TheoryData<string, Func<TopLogits, TopLogits?>> BrokenTop => new()
    {
        { "it does not hold the 3 largest logits of each sample", _ => null },
        { "it does not hold the 3 largest logits of each sample", top => top with { Rest_NQ = [] } },
        { "one of its logits is not a finite number", top => top with { Values_NT = Set(top.Values_NT, 5, Half.NaN) } },
        { "one of its logits is not a finite number", top => top with { Rest_NQ = Set(top.Rest_NQ, 5, float.NegativeInfinity) } },
        { "its sample 1 lists class 1000 twice or beyond the 1000 classes", top => top with { Classes_NT = Set(top.Classes_NT, 3, 1000) } },
        { "its sample 1 lists class -1 twice or beyond the 1000 classes", top => top with { Classes_NT = Set(top.Classes_NT, 3, -1) } },
        { "its sample 1 lists class {0} twice or beyond the 1000 classes", top => top with { Classes_NT = Set(top.Classes_NT, 4, top.Classes_NT[3]) } },
        { "the largest logits of its sample 1 are not in descending order", top => top with { Values_NT = Set(top.Values_NT, 4, Half.MaxValue) } },
    };

    [Theory]
    [MemberData(nameof(BrokenTop))]
    public void Largest_logits_that_no_teacher_may_write_are_named_by_the_rule_they_break(string rule, Func<TopLogits, TopLogits?> broken)
    {
        var chunk = SomeLabels.Chunk(SomeLabels.Truncated, view: 0, index: 0);

        Assert.Null(LabelRules.BrokenBy(SomeLabels.Truncated, chunk));
        Assert.Equal(string.Format(rule, chunk.Top!.Classes_NT[3]), LabelRules.BrokenBy(SomeLabels.Truncated, chunk with { Top = broken(chunk.Top) }));
    }

    public static TheoryData<LabelSet> ImpossibleSets =>
    [
        s_set with { TopK = 0, Temperatures = [1] },
        s_set with { TopK = 10, Temperatures = [1] },
        s_set with { TopK = 3 },
        s_set with { Taps = [new("layer3", 16, 17)] },
        s_set with { Taps = [new("layer3", 16, 0)] },
        s_set with { Taps = [new("layer3", 65_537, 8)] },
    ];

    [Theory]
    [MemberData(nameof(ImpossibleSets))]
    public void A_set_whose_columns_cannot_be_written_is_refused(LabelSet set) =>
        Assert.Throws<LabelException>(() => LabelLayout.BytesPerSample(set));

    private static LabelChunk WithOrder(LabelChunk chunk, Func<OrderColumn, OrderColumn> change) =>
        chunk with { Orders = [change(chunk.Orders[0]), chunk.Orders[1]] };

    private static T[] Set<T>(T[] values, int index, T value)
    {
        var changed = (T[])values.Clone();
        changed[index] = value;
        return changed;
    }
}

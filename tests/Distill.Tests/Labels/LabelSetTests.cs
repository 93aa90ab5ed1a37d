using Distill.Labels;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class LabelSetTests
{
    public static TheoryData<string, Func<LabelSet, LabelSet>> Changes => new()
    {
        { "teacher network is 'n1' in one and 'n2' in the other", set => set with { TeacherNetwork = "n2" } },
        { "teacher weights is 'w1' in one and 'w2' in the other", set => set with { TeacherWeights = "w2" } },
        { "dataset is 'd1' in one and 'd2' in the other", set => set with { Dataset = "d2" } },
        { "preprocessing is 'mean 0.5 std 0.25' in one and 'none' in the other", set => set with { Preprocessing = "none" } },
        { "augmentation is 'crop 4, flip' in one and 'none' in the other", set => set with { Augmentation = "none" } },
        { "seed is '1' in one and '18446744073709551615' in the other", set => set with { Seed = ulong.MaxValue } },
        { "samples is '20' in one and '21' in the other", set => set with { Samples = 21 } },
        { "classes is '10' in one and '11' in the other", set => set with { Classes = 11 } },
        { "top k is 'all' in one and '3' in the other; temperatures is 'any' in one and '1 4.5' in the other", set => set with { TopK = 3, Temperatures = [1, 4.5] } },
        { "chunk size is '8' in one and '512' in the other", set => set with { ChunkSize = 512 } },
        { "batch size is '4' in one and '64' in the other", set => set with { BatchSize = 64 } },
        { "precision is 'float32' in one and 'bfloat16' in the other", set => set with { Precision = "bfloat16" } },
        { "taps is 'layer3:16:6 layer4:300:4' in one and 'layer3:16:6' in the other", set => set with { Taps = [new("layer3", 16, 6)] } },
        { "taps is 'layer3:16:6 layer4:300:4' in one and 'layer3:16:6 layer4:300:5' in the other", set => set with { Taps = [new("layer3", 16, 6), new("layer4", 300, 5)] } },
        { $"calibration is '{CalibrationStatistics.Recipe}' in one and 'none yet' in the other", set => set with { Calibration = "none yet" } },
        { "numerics class is 'any' in one and 'avx512' in the other", set => set with { NumericsClass = "avx512" } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Every_deciding_part_changes_the_fingerprint_and_is_named(string difference, Func<LabelSet, LabelSet> change)
    {
        var other = change(SomeLabels.Set);

        Assert.NotEqual(SomeLabels.Set.Fingerprint, other.Fingerprint);
        Assert.NotEqual(SomeLabels.Set, other);
        Assert.Equal(difference, LabelSet.DescribeDifference(SomeLabels.Set, other));
    }

    [Fact]
    public void Each_part_has_a_test_above()
    {
        var tested = Changes.SelectMany(row => row.Data.Item1.Split("; ")).Select(difference => difference.Split(" is '")[0]).ToHashSet();

        Assert.Equal(["encoding"], SomeLabels.Set.Parts.Select(part => part.Name).Except(tested));
    }

    [Fact]
    public void Equal_parts_give_equal_sets()
    {
        var same = SomeLabels.Set with { Taps = [.. SomeLabels.Set.Taps] };

        Assert.Equal(SomeLabels.Set, same);
        Assert.Equal(SomeLabels.Set.GetHashCode(), same.GetHashCode());
        Assert.Equal("", LabelSet.DescribeDifference(SomeLabels.Set, same));
    }

    [Fact]
    public void Temperatures_decide_nothing_when_all_logits_are_kept() =>
        Assert.Equal(SomeLabels.Set, SomeLabels.Set with { Temperatures = [4] });

    [Fact]
    public void Several_differences_are_all_named() =>
        Assert.Equal(
            "seed is '1' in one and '2' in the other; batch size is '4' in one and '8' in the other",
            LabelSet.DescribeDifference(SomeLabels.Set, SomeLabels.Set with { Seed = 2, BatchSize = 8 }));

    // Labels in stores out there are found by this name: a change here orphans them and must be meant.
    [Fact]
    public void The_fingerprint_of_a_known_set_never_changes() =>
        Assert.Equal("14669e740deb2732f5663b42209b9b5552b16fa192a4ef8fe8", SomeLabels.Set.Fingerprint[..50]);

    [Theory]
    [InlineData(20, 8, 3, 4)]
    [InlineData(16, 8, 2, 8)]
    [InlineData(1, 512, 1, 1)]
    public void The_last_chunk_holds_what_is_left(int samples, int size, int chunks, int last)
    {
        var set = SomeLabels.Set with { Samples = samples, ChunkSize = size };

        Assert.Equal(chunks, set.ChunksPerView);
        Assert.Equal(last, set.CountOf(chunks - 1));
        Assert.Equal(samples, Enumerable.Range(0, chunks).Sum(set.CountOf));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.CountOf(chunks));
    }

    [Fact]
    public void Bytes_per_sample_are_those_of_the_columns()
    {
        // 10 logits of 2 bytes; a length and 6 channels of a byte; a length of a byte and 4 channels of 2.
        Assert.Equal(20 + 7 + 9, LabelLayout.BytesPerSample(SomeLabels.Set));

        // 3 classes of 2 bytes, 3 logits of 2, the rest at two temperatures in 4 each.
        Assert.Equal(6 + 6 + 8 + 7 + 9, LabelLayout.BytesPerSample(SomeLabels.Truncated));
    }
}

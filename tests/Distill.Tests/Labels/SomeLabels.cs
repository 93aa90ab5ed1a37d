using Distill.Labels;
using Distill.Randomness;

namespace Distill.Tests.Labels;

/// <summary>Label sets and chunks as a teacher could have made them, from a seed.</summary>
internal static class SomeLabels
{
    public static readonly string Calibration = new('c', 64);

    /// <summary>Ten classes, two taps (one wider than a byte), chunks of 8 over 20 samples: the last one has 4.</summary>
    public static LabelSet Set { get; } = new()
    {
        TeacherNetwork = "n1",
        TeacherWeights = "w1",
        Dataset = "d1",
        Preprocessing = "mean 0.5 std 0.25",
        Augmentation = "crop 4, flip",
        Seed = 1,
        Samples = 20,
        Classes = 10,
        ChunkSize = 8,
        BatchSize = 4,
        Precision = "float32",
        Taps = [new("layer3", 16, 6), new("layer4", 300, 4)],
        NumericsClass = "any",
    };

    /// <summary>A thousand classes of which three are kept, at two temperatures.</summary>
    public static LabelSet Truncated { get; } = Set with { Classes = 1000, TopK = 3, Temperatures = [1, 4] };

    /// <summary>As <see cref="Set"/>, with everything that a tap can record: masks (of channels that fill no whole bytes, too) and pooled activations.</summary>
    public static LabelSet Full { get; } = Set with { Taps = [new("layer3", 13, 6, Mask: true, Pooled: true), new("layer4", 300, 4, Mask: true)] };

    public static LabelChunk Chunk(LabelSet set, int view, int index, ulong seed = 7)
    {
        var count = set.CountOf(index);
        var stream = (ulong)((view * 1000) + index);
        var logits_NK = Logits(count * set.Classes, seed, stream);
        return new()
        {
            View = view,
            Index = index,
            Count = count,
            Logits_NK = set.TopK is null ? HalfLogits.Of(logits_NK, set.Classes) : [],
            Top = set.TopK is null ? null : TopLogits.Of(logits_NK, set),
            Orders = [.. set.Taps.Select((tap, t) => Order(Values(count * tap.Channels, seed + 1 + (ulong)t, stream), tap))],
            CalibrationDigest = set.Taps.Count == 0 ? "" : Calibration,
        };
    }

    private static OrderColumn Order(float[] z_NC, TapColumn tap) =>
        OrderSignature.Of(z_NC, tap) with { Pooled_NC = tap.Pooled ? HalfPooled.Of(z_NC, tap) : [] };

    public static byte[] Bytes(LabelSet set, int view, int index, ulong seed = 7) => LabelChunkCodec.Encode(set, Chunk(set, view, index, seed));

    public static float[] Logits(int length, ulong seed, ulong stream = 0) => Array.ConvertAll(Values(length, seed, stream), z => z * 6);

    /// <summary>Evenly spread over [-2, 2).</summary>
    public static float[] Values(int length, ulong seed, ulong stream = 0)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = (CounterRandom.Uniform(seed, stream, (ulong)i) * 4) - 2;
        }

        return values;
    }
}
